// What github.com/robfig/cron says to a schedule.
import { parseGoDuration } from '@flux19/expressions';

interface Bounds {
  readonly least: number;
  readonly most: number;
  readonly names?: readonly string[];
}

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];
const days = ['sun', 'mon', 'tue', 'wed', 'thu', 'fri', 'sat'];
const fields: readonly Bounds[] = [
  { least: 0, most: 59 },
  { least: 0, most: 23 },
  { least: 1, most: 31 },
  { least: 1, most: 12, names: months },
  { least: 0, most: 6, names: days },
];
const descriptors = ['@yearly', '@annually', '@monthly', '@weekly', '@daily', '@midnight', '@hourly'];

/** What is wrong with a schedule; undefined when it is good. */
export function scheduleFault(schedule: string): string | undefined {
  try {
    parse(schedule);
    return undefined;
  } catch (thrown) {
    if (thrown instanceof ScheduleError) return thrown.message;
    throw thrown;
  }
}

class ScheduleError extends Error {}

function parse(schedule: string): void {
  let rest = schedule;
  if (/^(CRON_)?TZ=/.test(rest)) {
    const space = rest.indexOf(' ');
    if (space < 0) throw new ScheduleError('runtime error: slice bounds out of range [:-1]');
    const zone = rest.slice(rest.indexOf('=') + 1, space);
    const fault = timeZoneFault(zone);
    if (fault !== undefined) throw new ScheduleError(`provided bad location ${zone}: ${fault}`);
    rest = rest.slice(space).trim();
  }
  if (rest.startsWith('@')) {
    parseDescriptor(rest);
    return;
  }
  const parts = rest.split(/\s+/).filter((part) => part !== '');
  if (parts.length !== fields.length) {
    throw new ScheduleError(`expected exactly ${fields.length} fields, found ${parts.length}: [${parts.join(' ')}]`);
  }
  for (const [index, bounds] of fields.entries()) {
    for (const range of (parts[index] ?? '').split(',')) if (range !== '') parseRange(range, bounds);
  }
}

function parseDescriptor(text: string): void {
  if (descriptors.includes(text)) return;
  const [, duration] = /^@every (.*)$/s.exec(text) ?? [];
  if (duration === undefined) throw new ScheduleError(`unrecognized descriptor: ${text}`);
  try {
    parseGoDuration(duration);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : '';
    throw new ScheduleError(`failed to parse duration ${text}: ${why}`, { cause: thrown });
  }
}

function parseRange(range: string, bounds: Bounds): void {
  const [ends = '', stepText, ...more] = range.split('/');
  const [low = '', high, ...others] = ends.split('-');
  let [start, end] = [bounds.least, bounds.most];
  if (low !== '*' && low !== '?') {
    start = parseNumber(low, bounds);
    if (others.length > 0) throw new ScheduleError(`too many hyphens: ${range}`);
    end = high === undefined ? start : parseNumber(high, bounds);
  }
  if (more.length > 0) throw new ScheduleError(`too many slashes: ${range}`);
  const step = stepText === undefined ? 1 : parseNumber(stepText, { least: 0, most: 0 });
  if (stepText !== undefined && high === undefined) end = bounds.most;
  if (start < bounds.least) {
    throw new ScheduleError(`beginning of range (${start}) below minimum (${bounds.least}): ${range}`);
  }
  if (end > bounds.most) throw new ScheduleError(`end of range (${end}) above maximum (${bounds.most}): ${range}`);
  if (start > end) throw new ScheduleError(`beginning of range (${start}) beyond end of range (${end}): ${range}`);
  if (step === 0) throw new ScheduleError(`step of range should be a positive number: ${range}`);
}

function parseNumber(text: string, { names = [], least }: Bounds): number {
  const named = names.indexOf(text.toLowerCase());
  if (named >= 0) return named + (names === months ? least : 0);
  if (!/^[+-]?\d+$/.test(text)) {
    const why = `strconv.Atoi: parsing ${JSON.stringify(text)}: invalid syntax`;
    throw new ScheduleError(`failed to parse int from ${text}: ${why}`);
  }
  const number = Number(text);
  if (number < 0) throw new ScheduleError(`negative number (${number}) not allowed: ${text}`);
  return number;
}

/** What Go's time.LoadLocation says to a time zone; undefined when it knows it. */
export function timeZoneFault(zone: string): string | undefined {
  if (zone === '' || zone === 'UTC' || zone === 'Local') return undefined;
  const unknown = `unknown time zone ${zone}`;
  try {
    const { timeZone } = new Intl.DateTimeFormat('en', { timeZone: zone }).resolvedOptions();
    // Names are files to Go, which tells capital letters from small ones.
    return timeZone !== zone && timeZone.toLowerCase() === zone.toLowerCase() ? unknown : undefined;
  } catch {
    return unknown;
  }
}
