import { formatFloat } from '../format/format-float.ts';
import { formatValue } from '../format/format-value.ts';
import { define } from '../values/define-function.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { integerOf, isFunction, isList, isNil } from '../values/kinds.ts';
import { sortedEntries } from '../values/sorted-entries.ts';
import { put } from './dict-functions.ts';

const maximumDepth = 500;

/** How JSON is laid out. */
interface Layout {
  readonly escapesHtml: boolean;
  /** Absent: everything on one line. */
  readonly indent?: string;
}

/** A value as encoding/json prints it. Throws what cannot be JSON. */
function toJson(value: GoValue, layout: Layout, depth = 0): string {
  if (depth > maximumDepth) throw new Error('json: unsupported value: encountered a cycle');
  if (isNil(value)) return 'null';
  if (typeof value === 'string') return text(value, layout);
  if (typeof value === 'number') return number(value);
  const integer = integerOf(value);
  if (integer !== undefined) return String(integer);
  if (isFunction(value)) throw new Error('json: unsupported type: func()');
  if (value instanceof Uint8Array) return `"${Buffer.from(value).toString('base64')}"`;
  if (value instanceof GoTime) return text(formatValue(value), layout);
  if (isList(value))
    return bracketed(
      '[',
      value.map((each) => toJson(each, layout, depth + 1)),
      ']',
      layout,
      depth,
    );
  const entries = entriesOf(value).map(([key, each]) => {
    const gap = layout.indent === undefined ? '' : ' ';
    return `${text(formatValue(key), layout)}:${gap}${toJson(each, layout, depth + 1)}`;
  });
  return typeof value === 'boolean' ? String(value) : bracketed('{', entries, '}', layout, depth);
}

function entriesOf(value: GoValue): readonly (readonly [GoValue, GoValue])[] {
  if (value instanceof GoStruct) return value.type.fields.map((field) => [field, value.get(field)]);
  return sortedEntries(value);
}

function bracketed(open: string, items: readonly string[], close: string, { indent }: Layout, depth: number): string {
  if (items.length === 0) return open + close;
  if (indent === undefined) return open + items.join(',') + close;
  const margin = `\n${indent.repeat(depth + 1)}`;
  return `${open}${margin}${items.join(`,${margin}`)}\n${indent.repeat(depth)}${close}`;
}

function text(value: string, { escapesHtml }: Layout): string {
  const quoted = JSON.stringify(value.toWellFormed()).replace(/[\u2028\u2029]/g, escapeUnit);
  return escapesHtml ? quoted.replace(/[<>&]/g, escapeUnit) : quoted;
}

function escapeUnit(character: string): string {
  return `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`;
}

/** Go's JSON takes the notation with exponent only for very small and very large numbers. */
function number(value: number): string {
  if (!Number.isFinite(value)) throw new Error(`json: unsupported value: ${formatFloat(value)}`);
  const size = Math.abs(value);
  const isLong = size !== 0 && (size < 1e-6 || size >= 1e21);
  return isLong ? value.toExponential() : String(value);
}

/** Plain JSON as templates know it: every number is a float64. */
function fromJson(source: string): GoValue {
  return copy(JSON.parse(source));
}

function copy(value: unknown): GoValue {
  if (Array.isArray(value)) return value.map(copy);
  if (typeof value !== 'object' || value === null) return value as GoValue;
  const object = {};
  for (const [key, each] of Object.entries(value)) put(object, key, copy(each));
  return object;
}

function orNothing<Result extends GoValue>(make: () => Result, nothing: Result): Result {
  try {
    return make();
  } catch {
    return nothing;
  }
}

const plain: Layout = { escapesHtml: true };
const pretty: Layout = { escapesHtml: true, indent: '  ' };
const raw: Layout = { escapesHtml: false };

/** The functions of sprig for JSON. */
export const jsonFunctions: Readonly<Record<string, GoFunction>> = {
  toJson: define(['any'], (value) => orNothing(() => toJson(value, plain), '')),
  mustToJson: define(['any'], (value) => toJson(value, plain)),
  toPrettyJson: define(['any'], (value) => orNothing(() => toJson(value, pretty), '')),
  mustToPrettyJson: define(['any'], (value) => toJson(value, pretty)),
  toRawJson: define(['any'], (value) => toJson(value, raw)),
  mustToRawJson: define(['any'], (value) => toJson(value, raw)),
  fromJson: define(['string'], (source) => orNothing(() => fromJson(source), null)),
  mustFromJson: define(['string'], fromJson),
};
