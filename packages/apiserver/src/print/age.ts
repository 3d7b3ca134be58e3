const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;
const year = 365 * day;

/** How long ago a time was, as kubectl shows it: `<unknown>` without a time. `now` in milliseconds since the Unix epoch. */
export function formatAge(timestamp: string | undefined, now: number): string {
  return timestamp === undefined || timestamp === '' ? '<unknown>' : formatDuration(now - Date.parse(timestamp));
}

/** A duration in at most two units, as k8s.io/apimachinery/pkg/util/duration.HumanDuration prints it. */
export function formatDuration(ms: number): string {
  const seconds = Math.floor(ms / second);
  if (seconds < -1) return '<invalid>';
  if (seconds < 0) return '0s';
  if (ms < 2 * minute) return `${seconds}s`;
  if (ms < 10 * minute) return pair(Math.floor(ms / minute), 'm', Math.floor(ms / second) % 60, 's');
  if (ms < 3 * hour) return `${Math.floor(ms / minute)}m`;
  if (ms < 8 * hour) return pair(Math.floor(ms / hour), 'h', Math.floor(ms / minute) % 60, 'm');
  if (ms < 2 * day) return `${Math.floor(ms / hour)}h`;
  if (ms < 8 * day) return pair(Math.floor(ms / day), 'd', Math.floor(ms / hour) % 24, 'h');
  if (ms < 2 * year) return `${Math.floor(ms / day)}d`;
  if (ms < 8 * year) return pair(Math.floor(ms / year), 'y', Math.floor(ms / day) % 365, 'd');
  return `${Math.floor(ms / year)}y`;
}

function pair(large: number, largeUnit: string, small: number, smallUnit: string): string {
  return small === 0 ? `${large}${largeUnit}` : `${large}${largeUnit}${small}${smallUnit}`;
}
