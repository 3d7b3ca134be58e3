import { Fault } from '../values/fault.ts';
import { civilTime, type Duration, parseOffset, type Timestamp } from '../values/time.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const perMillisecond = 1_000_000n;

/** Milliseconds since 1970 on the clock of a time zone: an offset like `+01:00` or a name like `Europe/Berlin`. */
function zoned(timestamp: Timestamp, zone: string): number | Fault {
  const { nanoseconds } = timestamp;
  const rest = ((nanoseconds % perMillisecond) + perMillisecond) % perMillisecond;
  const milliseconds = Number((nanoseconds - rest) / perMillisecond);
  if (zone === '' || zone === 'UTC') return milliseconds;
  const offset = parseOffset(zone);
  return offset === undefined ? namedZone(milliseconds, zone) : milliseconds + offset * 1000;
}

function namedZone(milliseconds: number, zone: string): number | Fault {
  const fields = zoneFields(milliseconds, zone);
  if (fields === undefined) return new Fault(`unknown time zone ${zone}`);
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = fields;
  const whole = civilTime(year, month, day, hour, minute, second) ?? 0;
  return whole + (((milliseconds % 1000) + 1000) % 1000);
}

function zoneFields(milliseconds: number, zone: string): number[] | undefined {
  try {
    const parts = new Intl.DateTimeFormat('en-u-ca-iso8601', {
      timeZone: zone,
      hourCycle: 'h23',
      year: 'numeric',
      month: 'numeric',
      day: 'numeric',
      hour: 'numeric',
      minute: 'numeric',
      second: 'numeric',
    }).formatToParts(milliseconds);
    const names = ['year', 'month', 'day', 'hour', 'minute', 'second'];
    return names.map((name) => Number(parts.find((part) => part.type === name)?.value ?? 0));
  } catch {
    return undefined;
  }
}

function dayOfYear(date: Date): number {
  const first = new Date(date.getTime());
  first.setUTCMonth(0, 1);
  return Math.round((date.getTime() - first.getTime()) / 86_400_000);
}

function getter(name: string, id: string, read: (date: Date) => number): FunctionDeclaration {
  const run = (timestamp: Timestamp, zone = ''): Value => {
    const milliseconds = zoned(timestamp, zone);
    return milliseconds instanceof Fault ? milliseconds : BigInt(read(new Date(milliseconds)));
  };
  return declare(
    name,
    overload(`timestamp_to_${id}`, 'timestamp.() -> int', run),
    overload(`timestamp_to_${id}_with_tz`, 'timestamp.(string) -> int', run),
  );
}

function withDuration(base: FunctionDeclaration, id: string, nanoseconds: bigint): FunctionDeclaration {
  const run = (duration: Duration): Value => duration.nanoseconds / nanoseconds;
  return declare(base.name, ...base.overloads, overload(`duration_to_${id}`, 'duration.() -> int', run));
}

/** Parts of timestamps and durations. */
export const timeLibrary: readonly FunctionDeclaration[] = [
  getter('getFullYear', 'year', (date) => date.getUTCFullYear()),
  getter('getMonth', 'month', (date) => date.getUTCMonth()),
  getter('getDayOfYear', 'day_of_year', dayOfYear),
  getter('getDayOfMonth', 'day_of_month', (date) => date.getUTCDate() - 1),
  getter('getDate', 'day_of_month_1_based', (date) => date.getUTCDate()),
  getter('getDayOfWeek', 'day_of_week', (date) => date.getUTCDay()),
  withDuration(
    getter('getHours', 'hours', (date) => date.getUTCHours()),
    'hours',
    3_600_000_000_000n,
  ),
  withDuration(
    getter('getMinutes', 'minutes', (date) => date.getUTCMinutes()),
    'minutes',
    60_000_000_000n,
  ),
  withDuration(
    getter('getSeconds', 'seconds', (date) => date.getUTCSeconds()),
    'seconds',
    1_000_000_000n,
  ),
  withDuration(
    getter('getMilliseconds', 'milliseconds', (date) => date.getUTCMilliseconds()),
    'milliseconds',
    1_000_000n,
  ),
];
