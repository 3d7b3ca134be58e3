/** Compares two resourceVersions of one API server, which are whole numbers in order of writing. Negative when `a` is older. */
export function compareVersions(a: string, b: string): number {
  if (a.length !== b.length) return a.length - b.length;
  if (a === b) return 0;
  return a < b ? -1 : 1;
}
