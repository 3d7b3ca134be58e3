/** Complaints about a name that becomes a segment of a URL, as RBAC objects have; none when it is valid. */
export function isPathSegmentName(value: string): string[] {
  return value === '.' || value === '..' ? [`may not be '${value}'`] : isPathSegmentPrefix(value);
}

/** Complaints about the beginning of such a name, as `generateName` holds it. */
export function isPathSegmentPrefix(value: string): string[] {
  return ['/', '%'].filter((illegal) => value.includes(illegal)).map((illegal) => `may not contain '${illegal}'`);
}
