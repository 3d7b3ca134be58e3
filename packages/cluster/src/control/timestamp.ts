/** A time as the API writes it: RFC 3339 with whole seconds. */
export function timestamp(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d+/, '');
}
