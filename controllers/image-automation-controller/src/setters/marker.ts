/** What a file must contain to be looked at. */
export const markerToken = '"$imagepolicy"';

/**
 * The setter that a comment names, `ns:name`, `ns:name:tag` and so on: `# {"$imagepolicy": "ns:name:tag"}`. Undefined for any other
 * comment. As in Flux all values of the JSON object have to be strings.
 */
export function parseMarker(comment: string): string | undefined {
  if (!comment.includes(markerToken)) return undefined;
  try {
    const value: unknown = JSON.parse(comment.replace(/^#+/, ''));
    if (typeof value !== 'object' || value === null) return undefined;
    const entries = new Map(Object.entries(value));
    const setter: unknown = entries.get('$imagepolicy');
    const isPlain = [...entries.values()].every((each) => typeof each === 'string');
    return isPlain && typeof setter === 'string' && setter !== '' ? setter : undefined;
  } catch {
    // Any comment may begin like a marker.
    return undefined;
  }
}
