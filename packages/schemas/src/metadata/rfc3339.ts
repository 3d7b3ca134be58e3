const pattern = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,]\d+)?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a time of RFC 3339; gives Go's complaint when it is none. */
export function parseTime(text: string): Date | string {
  const match = pattern.exec(text);
  const layout = '2006-01-02T15:04:05Z07:00';
  if (match === null) return `parsing time "${text}" as "${layout}": cannot parse "${text}" as "2006"`;
  const time = new Date(text.replace(',', '.'));
  if (Number.isNaN(time.getTime())) return `parsing time "${text}": time out of range`;
  return time;
}

/** Writes a time as Kubernetes does: UTC, whole seconds. */
export function formatTime(time: Date): string {
  return time.toISOString().replace(/\.\d+Z$/, 'Z');
}
