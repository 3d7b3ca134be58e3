import { formatGoDuration } from '@flux19/expressions';
import { quoteGo } from '@flux19/objects';
import { formatTime } from '../time/format-time.ts';
import { monthNames } from '../time/month-names.ts';
import { GoInteger } from '../values/go-integer.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoValue } from '../values/go-value.ts';
import { integerOf, isFunction, isList, isNil, isObject, typeOf } from '../values/kinds.ts';
import { sortedEntries } from '../values/sorted-entries.ts';
import { formatFloat } from './format-float.ts';

/** Deeper values are cut: they may contain themselves. */
const maximumDepth = 100;

/** A value as `%v` prints it, with `isLong` as `%+v`: with the names of fields. */
export function formatValue(value: GoValue, isLong = false, depth = 0): string {
  if (isNil(value)) return '<nil>';
  if (typeof value === 'string') return value;
  if (typeof value === 'number') return formatFloat(value);
  if (typeof value === 'boolean' || typeof value === 'bigint') return String(value);
  if (value instanceof GoInteger) return formatInteger(value);
  if (value instanceof GoTime) return formatTime(value, '2006-01-02 15:04:05.999999999 -0700 MST');
  if (depth > maximumDepth) return '...';
  const inner = (each: GoValue): string => formatValue(each, isLong, depth + 1);
  if (isList(value)) return `[${value.map(inner).join(' ')}]`;
  if (value instanceof Uint8Array) return `[${[...value].join(' ')}]`;
  if (value instanceof GoStruct) return formatStruct(value, isLong, inner);
  if (isFunction(value)) return '0x0';
  const entries = sortedEntries(value).map(([key, each]) => `${inner(key)}:${inner(each)}`);
  return `map[${entries.join(' ')}]`;
}

function formatInteger({ kind, value }: GoInteger): string {
  if (kind === 'time.Duration') return formatGoDuration(Number(value) / 1e6);
  if (kind === 'time.Month') return monthNames[Number(value) - 1] ?? `%!Month(${value})`;
  return String(value);
}

function formatStruct(value: GoStruct, isLong: boolean, inner: (value: GoValue) => string): string {
  const { type } = value;
  if (type.print !== undefined) return type.print(value);
  const fields = type.fields.map((field) => (isLong ? `${field}:` : '') + inner(value.get(field)));
  return `{${fields.join(' ')}}`;
}

/** A value as `%#v` prints it: as a literal of Go. */
export function formatLiteral(value: GoValue, depth = 0): string {
  if (isNil(value)) return depth === 0 ? '<nil>' : 'interface {}(nil)';
  if (typeof value === 'string') return quoteGo(value);
  const integer = integerOf(value);
  if (integer !== undefined) return String(integer);
  if (depth > maximumDepth) return '...';
  const inner = (each: GoValue): string => formatLiteral(each, depth + 1);
  if (isList(value)) return `${typeOf(value)}{${value.map(inner).join(', ')}}`;
  if (isObject(value) || value instanceof Map) {
    const entries = sortedEntries(value).map(([key, each]) => `${inner(key)}:${inner(each)}`);
    return `${typeOf(value)}{${entries.join(', ')}}`;
  }
  if (value instanceof GoStruct) {
    const fields = value.type.fields.map((field) => `${field}:${inner(value.get(field))}`);
    return `${value.type.name}{${fields.join(', ')}}`;
  }
  return formatValue(value);
}

/** `fmt.Sprint`: blanks between operands of which neither is a text. */
export function sprint(values: readonly GoValue[]): string {
  let out = '';
  for (const [index, value] of values.entries()) {
    const isApart = index > 0 && typeof value !== 'string' && typeof values[index - 1] !== 'string';
    out += (isApart ? ' ' : '') + formatValue(value);
  }
  return out;
}
