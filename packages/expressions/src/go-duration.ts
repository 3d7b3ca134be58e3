/** A text that is no Go duration. The message is the one of Go's time.ParseDuration. */
export class DurationError extends Error {
  override readonly name = 'DurationError';
}

const microsecond = 1_000n;
const millisecond = 1_000_000n;
const second = 1_000_000_000n;
const minute = 60n * second;
const hour = 60n * minute;
/** Nanoseconds of each unit; micro may be written with u, the micro sign or the Greek letter. */
const units: ReadonlyMap<string, bigint> = new Map([
  ['ns', 1n],
  ['us', microsecond],
  ['\u00b5s', microsecond],
  ['\u03bcs', microsecond],
  ['ms', millisecond],
  ['s', second],
  ['m', minute],
  ['h', hour],
]);
const maxNanoseconds = 9223372036854775807n;
/** Go reads no more digits of a fraction than fit into 63 bits. */
const mostFractionDigits = 19;
const element = /([0-9]*)(?:\.([0-9]*))?([^0-9.]*)/y;

/** Reads a duration as Go's time.ParseDuration does (`1h30m`, `1.5s`, `-2ms`); milliseconds, with a fraction below 1 ms. Throws {@link DurationError}. */
export function parseGoDuration(text: string): number {
  const isNegative = text.startsWith('-');
  const rest = isNegative || text.startsWith('+') ? text.slice(1) : text;
  if (rest === '0') return 0;
  if (rest === '') throw invalid(text);
  let total = 0n;
  element.lastIndex = 0;
  while (element.lastIndex < rest.length) {
    total += readElement(rest, text);
    if (total > maxNanoseconds + (isNegative ? 1n : 0n)) throw invalid(text);
  }
  return Number(isNegative ? -total : total) / Number(millisecond);
}

/** Reads one number with its unit at the place of `element` and moves that on. */
function readElement(rest: string, text: string): bigint {
  const [, whole = '', fraction = '', unit = ''] = element.exec(rest) ?? [];
  if (whole === '' && fraction === '') throw invalid(text);
  if (unit === '') throw new DurationError(`time: missing unit in duration ${quote(text)}`);
  const size = units.get(unit);
  if (size === undefined) throw new DurationError(`time: unknown unit ${quote(unit)} in duration ${quote(text)}`);
  if (whole.length > 19) throw invalid(text);
  return BigInt(whole || '0') * size + readFraction(fraction, Number(size));
}

/** Go computes fractions in floating point and drops what is left; so must we to come to the same nanosecond. */
function readFraction(fraction: string, size: number): bigint {
  const most = fraction.slice(0, mostFractionDigits);
  const digits = BigInt(most || '0') > maxNanoseconds ? most.slice(0, -1) : most;
  return BigInt(Math.trunc(Number(digits) * (size / 10 ** digits.length)));
}

function invalid(text: string): DurationError {
  return new DurationError(`time: invalid duration ${quote(text)}`);
}

/** Quotes as package time does: bytes outside ASCII become `\xNN`. */
function quote(text: string): string {
  let out = '"';
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code >= 0x20 && code < 0x80) out += character === '"' || character === '\\' ? `\\${character}` : character;
    else for (const byte of new TextEncoder().encode(character)) out += `\\x${byte.toString(16).padStart(2, '0')}`;
  }
  return `${out}"`;
}

/** Prints milliseconds as Go's Duration.String does: `1m0s`, `1.5ms`, `0s`. Nanoseconds are rounded. */
export function formatGoDuration(ms: number): string {
  const nanoseconds = BigInt(Math.round(ms * Number(millisecond)));
  if (nanoseconds === 0n) return '0s';
  const sign = nanoseconds < 0n ? '-' : '';
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds;
  if (size < microsecond) return `${sign}${size}ns`;
  if (size < millisecond) return `${sign}${decimal(size, microsecond)}\u00b5s`;
  if (size < second) return `${sign}${decimal(size, millisecond)}ms`;
  const hours = size / hour;
  const minutes = (size / minute) % 60n;
  const prefix = hours > 0n ? `${hours}h${minutes}m` : minutes > 0n ? `${minutes}m` : '';
  return `${sign}${prefix}${decimal(size % minute, second)}s`;
}

/** A number of units with as many digits as it needs. */
function decimal(size: bigint, unit: bigint): string {
  const digits = String(size % unit).padStart(String(unit).length - 1, '0');
  const fraction = digits.replace(/0+$/, '');
  return fraction === '' ? String(size / unit) : `${size / unit}.${fraction}`;
}
