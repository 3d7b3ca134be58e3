import { quoteGo } from '@flux19/objects';
import { formatValue } from '../format/format-value.ts';
import { define, defineMetered, defineVariadic } from '../values/define-function.ts';
import type { GoFunction, GoValue, Meter } from '../values/go-value.ts';
import { isNil } from '../values/kinds.ts';
import { compareText } from '../values/sorted-entries.ts';
import { textOf, textsOf } from './texts.ts';

function trimSet(text: string, characters: string): string {
  const set = new Set(characters);
  const all = [...text];
  let [from, to] = [0, all.length];
  while (from < to && set.has(all[from] ?? '')) from += 1;
  while (to > from && set.has(all[to - 1] ?? '')) to -= 1;
  return all.slice(from, to).join('');
}

/** Go cuts texts by bytes. */
function bytes(text: string, from: number, to?: number): string {
  return Buffer.from(text).subarray(from, to).toString('utf8');
}

function truncate(count: bigint, text: string): string {
  const length = Buffer.byteLength(text);
  const size = Number(count);
  if (size < 0 && length + size > 0) return bytes(text, length + size);
  return size >= 0 && length > size ? bytes(text, 0, size) : text;
}

function substring(from: bigint, to: bigint, text: string): string {
  const length = Buffer.byteLength(text);
  const [start, end] = [Number(from), Number(to)];
  const isOpen = start >= 0 && (end < 0 || end > length);
  const last = isOpen ? length : end;
  const first = Math.max(start, 0);
  if (last > length) throw new Error(`runtime error: slice bounds out of range [:${last}] with length ${length}`);
  if (first > last) throw new Error(`runtime error: slice bounds out of range [${first}:${last}]`);
  return bytes(text, first, last);
}

function repeat(meter: Meter, count: bigint, text: string): string {
  if (count < 0n) throw new Error('strings: negative Repeat count');
  meter.spend(text.length * Number(count));
  return text.repeat(Number(count));
}

function indent(meter: Meter, count: bigint, text: string): string {
  if (count < 0n) throw new Error('strings: negative Repeat count');
  const lines = text.split('\n');
  meter.spend(text.length + lines.length * Number(count));
  const margin = ' '.repeat(Number(count));
  return lines.map((line) => margin + line).join('\n');
}

function replaceAll(meter: Meter, before: string, after: string, text: string): string {
  const count = before === '' ? text.length + 1 : text.split(before).length - 1;
  meter.spend(text.length + count * after.length);
  // With nothing to look for, Go puts the text around every character.
  return before === ''
    ? after + [...text].map((character) => character + after).join('')
    : text.replaceAll(before, () => after);
}

function quoted(values: readonly GoValue[], quote: (value: GoValue) => string): string {
  return values
    .filter((value) => !isNil(value))
    .map(quote)
    .join(' ');
}

function parts(texts: readonly string[]): Record<string, GoValue> {
  return Object.fromEntries(texts.map((text, index) => [`_${index}`, text]));
}

/** Go's strings.Split: nothing as separator splits into characters. */
function split(text: string, separator: string): string[] {
  return separator === '' ? [...text] : text.split(separator);
}

function splitCount(text: string, separator: string, count: number): string[] {
  if (count === 0) return [];
  const all = split(text, separator);
  if (count < 0 || all.length <= count) return all;
  return [...all.slice(0, count - 1), all.slice(count - 1).join(separator)];
}

const isBlank = /[\t\n\v\f\r \u0085\u00a0]/;

/** The text functions of sprig. */
export const textFunctions: Readonly<Record<string, GoFunction>> = {
  trunc: define(['int', 'string'], truncate),
  trim: define(['string'], (text) => text.replace(/^[\s\u0085]+|[\s\u0085]+$/g, '')),
  upper: define(['string'], (text) =>
    [...text].map((each) => (each.toUpperCase().length === each.length ? each.toUpperCase() : each)).join(''),
  ),
  lower: define(['string'], (text) => [...text].map((each) => each.toLowerCase()).join('')),
  title: define(['string'], (text) =>
    text.replace(/(?<=^|[ -/:-@[-^`{-~\s])\p{L}/gu, (letter) => letter.toUpperCase()),
  ),
  untitle: define(['string'], (text) =>
    text.replace(/(^|\s)(\S)/gu, (_, gap: string, first: string) => gap + first.toLowerCase()),
  ),
  substr: define(['int', 'int', 'string'], substring),
  repeat: defineMetered(['int', 'string'], repeat),
  trimall: define(['string', 'string'], (set, text) => trimSet(text, set)),
  trimAll: define(['string', 'string'], (set, text) => trimSet(text, set)),
  trimSuffix: define(['string', 'string'], (end, text) =>
    text.endsWith(end) ? text.slice(0, text.length - end.length) : text,
  ),
  trimPrefix: define(['string', 'string'], (start, text) => (text.startsWith(start) ? text.slice(start.length) : text)),
  nospace: define(['string'], (text) => [...text].filter((each) => !isBlank.test(each)).join('')),
  initials: define(['string'], (text) => [...text.matchAll(/(?:^|\s+)(\S)/gu)].map(([, first]) => first).join('')),
  contains: define(['string', 'string'], (part, text) => text.includes(part)),
  hasPrefix: define(['string', 'string'], (start, text) => text.startsWith(start)),
  hasSuffix: define(['string', 'string'], (end, text) => text.endsWith(end)),
  quote: defineVariadic([], 'any', (_, values) => quoted(values, (value) => quoteGo(textOf(value)))),
  squote: defineVariadic([], 'any', (_, values) => quoted(values, (value) => `'${formatValue(value)}'`)),
  cat: defineVariadic([], 'any', (_, values) => quoted(values, (value) => formatValue(value))),
  indent: defineMetered(['int', 'string'], indent),
  nindent: defineMetered(['int', 'string'], (meter, count, text) => `\n${indent(meter, count, text)}`),
  replace: defineMetered(['string', 'string', 'string'], replaceAll),
  plural: define(['string', 'string', 'int'], (one, many, count) => (count === 1n ? one : many)),
  toString: define(['any'], textOf),
  toStrings: define(['any'], textsOf),
  split: define(['string', 'string'], (separator, text) => parts(split(text, separator))),
  splitList: define(['string', 'string'], (separator, text) => split(text, separator)),
  splitn: define(['string', 'int', 'string'], (separator, count, text) =>
    parts(splitCount(text, separator, Number(count))),
  ),
  join: defineMetered(['string', 'any'], (meter, separator, value) => {
    const texts = textsOf(value);
    meter.spend(texts.reduce((sum, text) => sum + text.length + separator.length, 0));
    return texts.join(separator);
  }),
  sortAlpha: define(['any'], (value) => textsOf(value).toSorted(compareText)),
  fail: define(['string'], (message) => {
    throw new Error(message);
  }),
  hello: define([], () => 'Hello!'),
};
