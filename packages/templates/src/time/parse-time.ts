import { quoteGo } from '@flux19/objects';
import { GoTime } from '../values/go-time.ts';
import { zoneAt } from './zone.ts';

const months = ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'];

/** Parts of a layout and what they match; the name says what the text means. */
const parts: readonly (readonly [part: string, pattern: string, field: string])[] = [
  ['January', '[A-Za-z]+', 'monthName'],
  ['Jan', '[A-Za-z]{3}', 'monthName'],
  ['Monday', '[A-Za-z]+', ''],
  ['Mon', '[A-Za-z]{3}', ''],
  ['MST', '[A-Z]{3,4}|[+-]\\d{2}', ''],
  ['2006', '\\d{4}', 'year'],
  ['Z07:00', 'Z|[+-]\\d{2}:\\d{2}', 'offset'],
  ['Z0700', 'Z|[+-]\\d{4}', 'offset'],
  ['-07:00', '[+-]\\d{2}:\\d{2}', 'offset'],
  ['-0700', '[+-]\\d{4}', 'offset'],
  ['-07', '[+-]\\d{2}', 'offset'],
  ['.000000000', '\\.\\d{9}', 'fraction'],
  ['.000000', '\\.\\d{6}', 'fraction'],
  ['.000', '\\.\\d{3}', 'fraction'],
  ['.999999999', '(?:\\.\\d+)?', 'fraction'],
  ['.999', '(?:\\.\\d+)?', 'fraction'],
  ['01', '\\d{2}', 'month'],
  ['02', '\\d{2}', 'day'],
  ['03', '\\d{2}', 'hour'],
  ['04', '\\d{2}', 'minute'],
  ['05', '\\d{2}(?:\\.\\d+)?', 'second'],
  ['06', '\\d{2}', 'shortYear'],
  ['_2', '[ \\d]\\d', 'day'],
  ['15', '\\d{2}', 'hour'],
  ['PM', 'AM|PM', 'half'],
  ['pm', 'am|pm', 'half'],
  ['1', '\\d{1,2}', 'month'],
  ['2', '\\d{1,2}', 'day'],
  ['3', '\\d{1,2}', 'hour'],
  ['4', '\\d{1,2}', 'minute'],
  ['5', '\\d{1,2}(?:\\.\\d+)?', 'second'],
];

/** Reads a time in a layout of Go. Throws when the text is not of it. */
export function parseTime(layout: string, text: string, zone: string): GoTime {
  const { pattern, fields } = patternOf(layout);
  const match = pattern.exec(text);
  if (match === null) {
    throw new Error(
      `parsing time ${quoteGo(text)} as ${quoteGo(layout)}: cannot parse ${quoteGo(text)} as ${quoteGo(layout)}`,
    );
  }
  const values = new Map(fields.map((field, index) => [field, match[index + 1] ?? '']));
  const ms = instantOf(values, text);
  const offset = values.get('offset');
  if (offset === undefined) return new GoTime(ms - zoneAt(zone, ms).offsetSeconds * 1000, zone);
  const place =
    offset === 'Z'
      ? 'UTC'
      : offset.replace(/^([+-]\d{2}):?(\d{2})?$/, (_, hours, minutes = '00') => `${hours}:${minutes}`);
  return new GoTime(ms - zoneAt(place, ms).offsetSeconds * 1000, /^[+-]00:00$/.test(place) ? 'UTC' : place);
}

function patternOf(layout: string): { readonly pattern: RegExp; readonly fields: readonly string[] } {
  const fields: string[] = [];
  let source = '';
  let rest = layout;
  while (rest !== '') {
    const found = parts.find(([part]) => rest.startsWith(part));
    if (found === undefined) {
      source += rest[0]?.replace(/[\\^$.*+?()[\]{}|/]/, '\\$&') ?? '';
      rest = rest.slice(1);
      continue;
    }
    const [part, pattern, field] = found;
    source += field === '' ? `(?:${pattern})` : `(${pattern})`;
    if (field !== '') fields.push(field);
    rest = rest.slice(part.length);
  }
  return { pattern: new RegExp(`^${source}$`), fields };
}

function instantOf(values: ReadonlyMap<string, string>, text: string): number {
  const number = (field: string, otherwise: number): number => Number(values.get(field) ?? otherwise);
  const short = values.get('shortYear');
  const year = short === undefined ? number('year', 0) : Number(short) + (Number(short) >= 69 ? 1900 : 2000);
  const name = values.get('monthName');
  const month = name === undefined ? number('month', 1) : months.indexOf(name.slice(0, 3).toLowerCase()) + 1;
  const day = number('day', 1);
  const half = (values.get('half') ?? '').toLowerCase();
  const hour = half === '' ? number('hour', 0) : (number('hour', 0) % 12) + (half === 'pm' ? 12 : 0);
  const seconds = number('second', 0) + Number(`0${values.get('fraction') ?? ''}`);
  const date = new Date(0);
  date.setUTCFullYear(year, month - 1, day);
  date.setUTCHours(hour, number('minute', 0), 0, Math.floor(seconds * 1000));
  const isReal = month >= 1 && month <= 12 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!isReal || hour > 23 || number('minute', 0) > 59 || seconds >= 60) {
    throw new Error(`parsing time ${quoteGo(text)}: day out of range`);
  }
  return date.getTime();
}
