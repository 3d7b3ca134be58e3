import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import type { Paint } from '../../../program/paint.ts';

type Painter = Paint[keyof Paint];

const step = '  ';

/** A value as short YAML for people to read: less quoted than YAML must be. Ends with a line break. */
export function yamlLines(value: JsonValue | readonly JsonValue[], paint: Painter, prefix = ''): string {
  return linesOf(value, prefix)
    .map((line) => `${paint(line)}\n`)
    .join('');
}

function linesOf(value: JsonValue | readonly JsonValue[], prefix: string): readonly string[] {
  if (isList(value)) return value.flatMap((entry) => entryLines(entry, prefix));
  if (isJsonObject(value)) return keysOf(value).flatMap((key) => fieldLines(key, value[key] ?? null, prefix));
  return [scalar(value, prefix)].flatMap((text) => text.split('\n'));
}

function isList(value: JsonValue | readonly JsonValue[]): value is readonly JsonValue[] {
  return Array.isArray(value);
}

function entryLines(entry: JsonValue, prefix: string): readonly string[] {
  if (isEmpty(entry)) return [`${prefix}- ${emptyText(entry)}`];
  const [first = '', ...rest] = linesOf(entry, `${prefix}${step}`);
  const isNested = typeof entry === 'object' && entry !== null;
  return [`${prefix}- ${isNested ? first.slice(prefix.length + step.length) : first}`, ...rest];
}

function fieldLines(key: string, value: JsonValue, prefix: string): readonly string[] {
  if (isEmpty(value)) return [`${prefix}${key}: ${emptyText(value)}`];
  if (Array.isArray(value)) return [`${prefix}${key}:`, ...linesOf(value, prefix)];
  if (isJsonObject(value)) return [`${prefix}${key}:`, ...linesOf(value, prefix + step)];
  return `${prefix}${key}: ${scalar(value, prefix + step)}`.split('\n');
}

function isEmpty(value: JsonValue): boolean {
  if (Array.isArray(value)) return value.length === 0;
  return isJsonObject(value) && keysOf(value).length === 0;
}

function emptyText(value: JsonValue): string {
  return Array.isArray(value) ? '[]' : '{}';
}

function scalar(value: JsonValue, prefix: string): string {
  if (value === null) return 'null';
  if (typeof value !== 'string') return String(value);
  if (value.includes('\n')) return ['|', ...value.split('\n').map((line) => prefix + line)].join('\n');
  return needsQuotes(value) ? JSON.stringify(value) : value;
}

const reserved = new Set(['true', 'false', 'null', '.nan', '.inf', '-.inf', '+.inf']);

function needsQuotes(text: string): boolean {
  return reserved.has(text) || /^-|^[+]?\d*\.?\d+(?:[eE][-+]?\d+)?$|[ *&:,]/.test(text);
}

/** What tells an entry apart comes first. */
const leading = ['name', 'key', 'id'];

function keysOf(map: JsonObject): readonly string[] {
  const keys = Object.keys(map)
    .filter((key) => map[key] !== undefined)
    .toSorted();
  const first = leading.find((key) => keys.includes(key));
  return first === undefined ? keys : [first, ...keys.filter((key) => key !== first)];
}
