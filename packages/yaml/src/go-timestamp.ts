const timestamp =
  /^(\d{4})-(\d{1,2})-(\d{1,2})(?:([Tt ])(\d{1,2}):(\d{1,2}):(\d{1,2})(?:[.,](\d{1,9})\d*)?(Z|[+-]\d\d:\d\d)?)?$/;

/**
 * The text that Go's JSON encoder gives for a plain scalar which go.yaml.in/yaml/v3 takes for a time (`2024-1-1` becomes
 * `2024-01-01T00:00:00Z`); undefined when it is no time.
 */
export function formatGoTimestamp(text: string): string | undefined {
  const match = timestamp.exec(text);
  if (match === null) return undefined;
  const [, year = '', month = '', day = '', separator, hour = '0', minute = '0', second = '0', fraction = '', zone] =
    match;
  // With a `T` the zone is required, with a space it is forbidden.
  if (separator !== undefined && (separator === ' ') !== (zone === undefined)) return undefined;
  if (!isDay(Number(year), Number(month), Number(day))) return undefined;
  if (Number(hour) > 23 || Number(minute) > 59 || Number(second) > 59) return undefined;
  const date = `${year}-${two(month)}-${two(day)}`;
  const kept = fraction.replace(/0+$/, '');
  const offset = zone === undefined || zone === '+00:00' || zone === '-00:00' ? 'Z' : zone;
  return `${date}T${two(hour)}:${two(minute)}:${two(second)}${kept === '' ? '' : `.${kept}`}${offset}`;
}

function isDay(year: number, month: number, day: number): boolean {
  if (month < 1 || month > 12 || day < 1) return false;
  const isLeap = (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
  const days = month === 2 ? (isLeap ? 29 : 28) : [4, 6, 9, 11].includes(month) ? 30 : 31;
  return day <= days;
}

function two(digits: string): string {
  return digits.padStart(2, '0');
}
