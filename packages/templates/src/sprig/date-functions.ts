import { formatGoDuration, parseGoDuration } from '@flux19/expressions';
import { formatTime } from '../time/format-time.ts';
import { parseTime } from '../time/parse-time.ts';
import { define } from '../values/define-function.ts';
import { GoInteger } from '../values/go-integer.ts';
import { GoTime, zeroTimeMs } from '../values/go-time.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { integerOf } from '../values/kinds.ts';

/** What the date functions know of the world. */
export interface DateOptions {
  /** Milliseconds since the Unix epoch. */
  readonly now: () => number;
  /** The place of the machine: an IANA name. */
  readonly zone: string;
}

/** A time, or seconds since the epoch; anything else means now. */
function timeOf(value: GoValue, now: () => number): GoTime {
  if (value instanceof GoTime) return value;
  const seconds = integerOf(value);
  return new GoTime(seconds === undefined ? now() : Number(seconds) * 1000);
}

function inZone(layout: string, time: GoTime, zone: string, local: string): string {
  return formatTime(new GoTime(time.ms, zone === 'Local' ? local : zone), layout);
}

function modify(duration: string, time: GoTime): GoTime {
  return new GoTime(time.ms + parseGoDuration(duration), time.zone);
}

const units: readonly (readonly [string, number])[] = [
  ['y', 365 * 86_400_000],
  ['mo', 30 * 86_400_000],
  ['d', 86_400_000],
  ['h', 3_600_000],
  ['m', 60_000],
  ['s', 1000],
];

function roundDuration(value: GoValue, now: () => number): string {
  const size = Math.abs(durationOf(value, now));
  const [name, unit] = units.find(([, length]) => size > length) ?? ['s', 0];
  return unit === 0 ? '0s' : `${Math.floor(size / unit)}${name}`;
}

function durationOf(value: GoValue, now: () => number): number {
  if (value instanceof GoTime) return now() - value.ms;
  if (value instanceof GoInteger) return Number(value.value) / 1e6;
  return typeof value === 'string' ? orElse(() => parseGoDuration(value), 0) : 0;
}

function secondsOf(value: GoValue): number {
  if (value instanceof GoInteger) return Number(value.value);
  return typeof value === 'string' && /^[+-]?\d+$/.test(value) ? Number(value) : 0;
}

function orElse<Result>(make: () => Result, otherwise: Result): Result {
  try {
    return make();
  } catch {
    return otherwise;
  }
}

/** The functions of sprig for dates and durations. */
export function dateFunctions({ now, zone: local }: DateOptions): Readonly<Record<string, GoFunction>> {
  const htmlDate = '2006-01-02';
  const dateInZone = define(['string', 'any', 'string'], (layout, value, zone) =>
    inZone(layout, timeOf(value, now), zone, local),
  );
  const dateModify = define(['string', 'time.Time'], (duration, time) => orElse(() => modify(duration, time), time));
  const mustDateModify = define(['string', 'time.Time'], modify);
  return {
    ago: define(['any'], (value) => formatGoDuration(Math.round((now() - timeOf(value, now).ms) / 1000) * 1000)),
    date: define(['string', 'any'], (layout, value) => inZone(layout, timeOf(value, now), 'Local', local)),
    dateInZone,
    date_in_zone: dateInZone,
    dateModify,
    date_modify: dateModify,
    mustDateModify,
    must_date_modify: mustDateModify,
    duration: define(['any'], (value) => formatGoDuration(secondsOf(value) * 1000)),
    durationRound: define(['any'], (value) => roundDuration(value, now)),
    htmlDate: define(['any'], (value) => inZone(htmlDate, timeOf(value, now), 'Local', local)),
    htmlDateInZone: define(['any', 'string'], (value, zone) => inZone(htmlDate, timeOf(value, now), zone, local)),
    now: define([], () => new GoTime(now(), local)),
    toDate: define(['string', 'string'], (layout, text) =>
      orElse(() => parseTime(layout, text, local), new GoTime(zeroTimeMs)),
    ),
    mustToDate: define(['string', 'string'], (layout, text) => parseTime(layout, text, local)),
    unixEpoch: define(['time.Time'], ({ ms }) => String(Math.floor(ms / 1000))),
  };
}
