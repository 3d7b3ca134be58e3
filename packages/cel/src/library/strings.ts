import { Fault } from '../values/fault.ts';
import { countRunes } from '../values/kind-of.ts';
import { ArrayList, type CelList } from '../values/list.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';
import { formatText } from './format-text.ts';
import { quoteText } from './quote-text.ts';

function outOfRange(index: bigint): Fault {
  return new Fault(`index out of range: ${index}`);
}

function charAt(text: string, index: bigint): Value {
  const runes = [...text];
  if (index < 0n || index > runes.length) return outOfRange(index);
  return runes[Number(index)] ?? '';
}

/** Searching takes up to the product of both lengths. */
function search(text: string, part: string): void {
  work((text.length * part.length) / 64);
}

/** Where the rune with this number begins, in UTF-16 units. */
function unitsOf(text: string, runes: number): number {
  let units = 0;
  for (let rune = 0; rune < runes && units < text.length; rune++)
    units += (text.codePointAt(units) ?? 0) > 0xffff ? 2 : 1;
  return units;
}

function indexOf(text: string, part: string, offset = 0n): Value {
  if (offset < 0n) return outOfRange(offset);
  search(text, part);
  const length = countRunes(text);
  if (offset > length) return part === '' ? BigInt(length) : -1n;
  const found = text.indexOf(part, unitsOf(text, Number(offset)));
  return found < 0 ? -1n : BigInt(countRunes(text.slice(0, found)));
}

function lastIndexOf(text: string, part: string, offset?: bigint): Value {
  if (offset !== undefined && offset < 0n) return outOfRange(offset);
  search(text, part);
  const length = BigInt(countRunes(text));
  if (part === '') return offset === undefined || offset > length ? length : offset;
  if (offset !== undefined && offset >= length) return -1n;
  const found = text.lastIndexOf(part, offset === undefined ? undefined : unitsOf(text, Number(offset)));
  return found < 0 ? -1n : BigInt(countRunes(text.slice(0, found)));
}

/** Go's strings.Replace: a negative count replaces all; an empty text is found before every rune and at the end. */
function replace(text: string, old: string, replacement: string, count = -1n): Value {
  search(text, old);
  const pieces = old === '' ? ['', ...text] : text.split(old);
  work((pieces.length * replacement.length) / 4);
  const limit = count < 0n ? pieces.length : Number(count);
  let result = pieces[0] ?? '';
  const gaps = old === '' ? [...pieces.slice(1), ''] : pieces.slice(1);
  for (const [index, piece] of gaps.entries()) result += (index < limit ? replacement : old) + piece;
  return result;
}

/** Go's strings.SplitN: the last part keeps the rest; a negative count splits everywhere, zero gives nothing. */
function split(text: string, separator: string, count = -1n): Value {
  if (count === 0n) return new ArrayList([]);
  search(text, separator);
  const parts = separator === '' ? [...text] : text.split(separator);
  if (count < 0n || parts.length <= count) return new ArrayList(parts);
  const head = parts.slice(0, Number(count) - 1);
  return new ArrayList([...head, parts.slice(head.length).join(separator)]);
}

function substring(text: string, start: bigint, end?: bigint): Value {
  const length = BigInt(countRunes(text));
  if (end !== undefined && start > end) return new Fault(`invalid substring range. start: ${start}, end: ${end}`);
  if (start < 0n || start > length) return outOfRange(start);
  if (end !== undefined && (end < 0n || end > length)) return outOfRange(end);
  return [...text].slice(Number(start), end === undefined ? undefined : Number(end)).join('');
}

function join(list: CelList, separator = ''): Value {
  const parts: string[] = [];
  for (const item of list) {
    if (typeof item !== 'string') return new Fault(`join: invalid input: ${String(item)}`);
    work((item.length + separator.length) / 4);
    parts.push(item);
  }
  return parts.join(separator);
}

function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}

function upperAscii(text: string): string {
  return text.replace(/[a-z]+/g, (letters) => letters.toUpperCase());
}

/** Go's TrimSpace: Unicode White_Space, which has no byte order mark. */
function trim(text: string): string {
  return text.replace(/^[\p{White_Space}]+|[\p{White_Space}]+$/gu, '');
}

/** Text functions: the standard ones and version 2 of the strings extension, as Kubernetes has it, with `reverse`. */
export const stringLibrary: readonly FunctionDeclaration[] = [
  declare(
    'contains',
    overload('contains_string', 'string.(string) -> bool', (a: string, b: string) => a.includes(b)),
  ),
  declare(
    'startsWith',
    overload('starts_with_string', 'string.(string) -> bool', (a: string, b: string) => a.startsWith(b)),
  ),
  declare(
    'endsWith',
    overload('ends_with_string', 'string.(string) -> bool', (a: string, b: string) => a.endsWith(b)),
  ),
  declare('charAt', overload('string_char_at_int', 'string.(int) -> string', charAt)),
  declare('lowerAscii', overload('string_lower_ascii', 'string.() -> string', lowerAscii)),
  declare('upperAscii', overload('string_upper_ascii', 'string.() -> string', upperAscii)),
  declare(
    'replace',
    overload('string_replace_string_string', 'string.(string, string) -> string', replace),
    overload('string_replace_string_string_int', 'string.(string, string, int) -> string', replace),
  ),
  declare(
    'split',
    overload('string_split_string', 'string.(string) -> list(string)', split),
    overload('string_split_string_int', 'string.(string, int) -> list(string)', split),
  ),
  declare(
    'substring',
    overload('string_substring_int', 'string.(int) -> string', substring),
    overload('string_substring_int_int', 'string.(int, int) -> string', substring),
  ),
  declare('trim', overload('string_trim', 'string.() -> string', trim)),
  declare(
    'join',
    overload('list_join', 'list(string).() -> string', join),
    overload('list_join_string', 'list(string).(string) -> string', join),
  ),
  declare('format', overload('string_format', 'string.(list(dyn)) -> string', formatText)),
  declare('strings.quote', overload('strings_quote', '(string) -> string', quoteText)),
  declare('jsonpatch.escapeKey', overload('string_jsonpatch_escapeKey_string', '(string) -> string', escapeKey)),
  declare(
    'indexOf',
    overload('string_index_of_string', 'string.(string) -> int', indexOf),
    overload('string_index_of_string_int', 'string.(string, int) -> int', indexOf),
  ),
  declare(
    'lastIndexOf',
    overload('string_last_index_of_string', 'string.(string) -> int', lastIndexOf),
    overload('string_last_index_of_string_int', 'string.(string, int) -> int', lastIndexOf),
  ),
];

function escapeKey(text: string): string {
  return text.replaceAll('~', '~0').replaceAll('/', '~1');
}
