import { GoInteger } from './go-integer.ts';
import { GoStruct } from './go-struct.ts';
import { GoTime } from './go-time.ts';
import type { GoFunction, GoObject, GoValue } from './go-value.ts';

/** What kind of thing a value is, by Go's words; `invalid` for nil. */
export type GoKind =
  | 'invalid'
  | 'bool'
  | 'string'
  | 'float64'
  | 'int'
  | 'int64'
  | 'int32'
  | 'uint8'
  | 'uint32'
  | 'uint64'
  | 'slice'
  | 'map'
  | 'struct'
  | 'func';

export function isList(value: GoValue): value is readonly GoValue[] {
  return Array.isArray(value);
}

/** True for maps with texts as keys, which are objects. */
export function isObject(value: GoValue): value is GoObject {
  if (typeof value !== 'object' || value === null) return false;
  const prototype: unknown = Object.getPrototypeOf(value);
  return prototype === null || prototype === Object.prototype ? !isFunction(value) : false;
}

export function isFunction(value: GoValue): value is GoFunction {
  return typeof value === 'object' && value !== null && 'call' in value && typeof value.call === 'function';
}

export function isNil(value: GoValue): value is null | undefined {
  return value === null || value === undefined;
}

/** The kind of a value, as reflect and sprig's kindOf name it. */
export function kindOf(value: GoValue): GoKind {
  if (isNil(value)) return 'invalid';
  switch (typeof value) {
    case 'boolean':
      return 'bool';
    case 'string':
      return 'string';
    case 'number':
      return 'float64';
    case 'bigint':
      return 'int';
    default:
      return kindOfObject(value);
  }
}

function kindOfObject(value: GoValue): GoKind {
  if (value instanceof GoInteger) return value.kind === 'time.Duration' ? 'int64' : integerKind(value);
  if (isList(value) || value instanceof Uint8Array) return 'slice';
  if (value instanceof GoStruct || value instanceof GoTime) return 'struct';
  return isFunction(value) ? 'func' : 'map';
}

function integerKind({ kind }: GoInteger): GoKind {
  return kind === 'time.Month' || kind === 'time.Duration' ? 'int' : kind;
}

/** The type of a value as Go prints it with %T. */
export function typeOf(value: GoValue): string {
  if (isNil(value)) return '<nil>';
  if (value instanceof GoInteger) return value.kind;
  if (value instanceof GoStruct) return value.type.name;
  if (value instanceof GoTime) return 'time.Time';
  if (value instanceof Uint8Array) return '[]uint8';
  if (value instanceof Map) return 'map[interface {}]interface {}';
  const kind = kindOf(value);
  if (kind === 'slice') return '[]interface {}';
  return kind === 'map' ? 'map[string]interface {}' : kind;
}

/** The value of any integer, undefined for everything else. */
export function integerOf(value: GoValue): bigint | undefined {
  if (typeof value === 'bigint') return value;
  return value instanceof GoInteger ? value.value : undefined;
}

/** Whether a value counts as true in `if`: everything but nil, false, zero, and what is empty. */
export function isTrue(value: GoValue): boolean {
  if (isNil(value)) return false;
  const integer = integerOf(value);
  if (integer !== undefined) return integer !== 0n;
  if (typeof value === 'number') return value !== 0;
  if (typeof value === 'boolean') return value;
  const length = lengthOf(value);
  return length === undefined || length > 0;
}

/** How many bytes, items or entries a value has; undefined for what has no length. */
export function lengthOf(value: GoValue): number | undefined {
  if (typeof value === 'string') return Buffer.byteLength(value);
  if (isList(value) || value instanceof Uint8Array) return value.length;
  if (value instanceof Map) return value.size;
  return isObject(value) ? Object.keys(value).length : undefined;
}
