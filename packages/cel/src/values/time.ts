const second = 1_000_000_000n;

/** A span of time. */
export class Duration {
  readonly nanoseconds: bigint;

  constructor(nanoseconds: bigint) {
    this.nanoseconds = nanoseconds;
  }
}

/** An instant, as nanoseconds since 1970 in UTC. Only its text remembers the offset that it was written with. */
export class Timestamp {
  readonly nanoseconds: bigint;
  readonly offsetSeconds: number;

  constructor(nanoseconds: bigint, offsetSeconds = 0) {
    this.nanoseconds = nanoseconds;
    this.offsetSeconds = offsetSeconds;
  }
}

const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', 1_000n],
  ['µs', 1_000n],
  ['μs', 1_000n],
  ['ms', 1_000_000n],
  ['s', second],
  ['m', 60n * second],
  ['h', 3600n * second],
]);

/** Reads a duration as Go's time.ParseDuration does, exactly; undefined when it is none. */
export function parseDuration(text: string): Duration | undefined {
  const match = /^([+-]?)((?:(?:\d+\.?\d*|\.\d+)(?:ns|us|µs|μs|ms|s|m|h))+|0)$/.exec(text);
  if (match === null) return undefined;
  const [, sign, amounts = ''] = match;
  let total = 0n;
  for (const [, whole = '', fraction = '', unit = ''] of amounts.matchAll(/(\d*)\.?(\d*)(ns|us|µs|μs|ms|s|m|h)/g)) {
    const size = units.get(unit) ?? 0n;
    total += BigInt(whole === '' ? '0' : whole) * size;
    if (fraction !== '') total += (BigInt(fraction) * size) / 10n ** BigInt(fraction.length);
  }
  const nanoseconds = sign === '-' ? -total : total;
  if (nanoseconds < -(2n ** 63n) || nanoseconds >= 2n ** 63n) return undefined;
  return new Duration(nanoseconds);
}

/** Seconds with as many decimals as needed: `3723.004s`. */
export function formatDuration(duration: Duration): string {
  return `${formatDecimal(duration.nanoseconds, 9)}s`;
}

function formatDecimal(value: bigint, digits: number): string {
  const sign = value < 0n ? '-' : '';
  const text = (value < 0n ? -value : value).toString().padStart(digits + 1, '0');
  const fraction = text.slice(-digits).replace(/0+$/, '');
  return `${sign}${text.slice(0, -digits)}${fraction === '' ? '' : `.${fraction}`}`;
}

const rfc3339 = /^(\d{4})-(\d{2})-(\d{2})T(\d{2}):(\d{2}):(\d{2})(?:[.,](\d+))?(Z|[+-]\d{2}:\d{2})$/;

/** Reads a time of RFC 3339; undefined when it is none or no such day exists. */
export function parseTimestamp(text: string): Timestamp | undefined {
  const match = rfc3339.exec(text);
  if (match === null) return undefined;
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, seconds = 0] = match.slice(1, 7).map(Number);
  if (hour > 23 || minute > 59 || seconds > 59) return undefined;
  const milliseconds = civilTime(year, month, day, hour, minute, seconds);
  const offset = parseOffset(match[8] ?? 'Z');
  if (milliseconds === undefined || offset === undefined) return undefined;
  const fraction = BigInt((match[7] ?? '').slice(0, 9).padEnd(9, '0'));
  return new Timestamp(BigInt(milliseconds) * 1_000_000n + fraction - BigInt(offset) * second, offset);
}

/** Milliseconds since 1970 of a time in UTC; undefined when no such day exists. */
export function civilTime(
  year: number,
  month: number,
  day: number,
  hour = 0,
  minute = 0,
  seconds = 0,
): number | undefined {
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== day) return undefined;
  date.setUTCHours(hour, minute, seconds);
  return date.getTime();
}

/** Seconds of an offset like `+01:00` or `Z`. */
export function parseOffset(text: string): number | undefined {
  if (text === 'Z') return 0;
  const match = /^([+-]?)(\d{2}):(\d{2})$/.exec(text);
  if (match === null || Number(match[2]) > 24 || Number(match[3]) > 59) return undefined;
  const seconds = Number(match[2]) * 3600 + Number(match[3]) * 60;
  return match[1] === '-' ? -seconds : seconds;
}

/** RFC 3339 with the offset that the time was written with and as many decimals as needed. */
export function formatTimestamp({ nanoseconds, offsetSeconds }: Timestamp): string {
  const fraction = ((nanoseconds % second) + second) % second;
  const date = new Date(Number((nanoseconds - fraction) / 1_000_000n) + offsetSeconds * 1000);
  const digits = fraction.toString().padStart(9, '0').replace(/0+$/, '');
  return `${date.toISOString().slice(0, 19)}${digits === '' ? '' : `.${digits}`}${formatOffset(offsetSeconds)}`;
}

function formatOffset(seconds: number): string {
  if (seconds === 0) return 'Z';
  const minutes = Math.abs(seconds) / 60;
  const hours = Math.trunc(minutes / 60);
  return `${seconds < 0 ? '-' : '+'}${twoDigits(hours)}:${twoDigits(minutes % 60)}`;
}

function twoDigits(value: number): string {
  return value.toString().padStart(2, '0');
}
