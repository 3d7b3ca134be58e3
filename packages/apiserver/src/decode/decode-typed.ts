import { formatQuantity, type JsonObject, type JsonValue, parseQuantity, setKey } from '@flux19/objects';
import { base64Fault } from './base64-fault.ts';
import { DecodeError } from './decode-error.ts';
import type { GoType } from './go-type.ts';
import { normalizeTime } from './time-text.ts';

/** Where in an object the decoder is. */
interface Place {
  /** Names of fields, without indexes and keys, as Go's decoder reports them. */
  readonly fields: string;
  /** Path with indexes and keys, as unknown fields are reported. */
  readonly path: string;
  /** The struct that holds the field. */
  readonly struct: string;
}

/**
 * Reads a value as its Go type would be read, in place: unknown fields and nulls are dropped, quantities and times are
 * brought into their canonical form, structs held by value are filled in. Returns the paths of unknown fields.
 * Throws DecodeError when a value has the wrong type.
 */
export function decodeTyped(object: JsonObject, type: GoType): string[] {
  const unknown: string[] = [];
  if (type.kind === 'struct') decodeStruct(object, type, { fields: '', path: '', struct: type.name }, unknown);
  return unknown;
}

function decode(value: JsonValue, type: GoType, place: Place, unknown: string[]): JsonValue {
  switch (type.kind) {
    case 'scalar':
      return decodeScalar(value, type, place);
    case 'special':
      return decodeSpecial(value, type, place);
    case 'list':
      return decodeList(value, type, place, unknown);
    case 'map':
      return decodeMap(value, type, place, unknown);
    default:
      if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, type, place);
      decodeStruct(value, type, place, unknown);
      return value;
  }
}

type Of<K extends GoType['kind']> = Extract<GoType, { kind: K }>;

function decodeStruct(object: JsonObject, type: Of<'struct'>, place: Place, unknown: string[]): void {
  for (const name of Object.keys(object)) {
    const value = object[name];
    const field = type.fields.get(name);
    if (field === undefined) unknown.push(join(place.path, name));
    if (field === undefined || value === null || value === undefined) {
      delete object[name];
      continue;
    }
    const inner = { fields: join(place.fields, name), path: join(place.path, name), struct: type.name };
    const decoded = decode(value, field.type, inner, unknown);
    if (!field.keepsEmpty && isEmpty(decoded, field.type)) delete object[name];
    else if (decoded !== value) setKey<JsonValue>(object, name, decoded);
  }
  fillZeros(object, type);
}

/** Whether Go leaves the value out when it prints a field that is marked so. Structs are never empty. */
function isEmpty(value: JsonValue, type: GoType): boolean {
  if (type.kind === 'scalar') return value === '' || value === 0 || value === false;
  if (type.kind === 'special') return type.special === 'bytes' && value === '';
  return type.kind !== 'struct' && Object.keys(value as object).length === 0;
}

/** Adds, in place, what Go prints even when nobody has set it: structs held by value and required scalars. */
export function fillZeros(object: JsonObject, type: Of<'struct'>): void {
  for (const [name, { type: fieldType, isValueStruct, zero }] of type.fields) {
    if (object[name] !== undefined) continue;
    if (zero !== undefined) object[name] = zero;
    if (!isValueStruct) continue;
    const empty: JsonObject = {};
    if (fieldType.kind === 'struct') fillZeros(empty, fieldType);
    object[name] = empty;
  }
}

function decodeList(value: JsonValue, type: Of<'list'>, place: Place, unknown: string[]): JsonValue {
  if (!Array.isArray(value)) throw mismatch(value, type, place);
  for (let index = 0; index < value.length; index++) {
    const item = value[index] ?? null;
    const inner = { ...place, path: `${place.path}[${index}]` };
    value[index] = item === null ? zeroOf(type.items) : decode(item, type.items, inner, unknown);
  }
  return value;
}

function decodeMap(value: JsonValue, type: Of<'map'>, place: Place, unknown: string[]): JsonValue {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw mismatch(value, type, place);
  for (const key of Object.keys(value)) {
    const item = value[key] ?? null;
    const inner = { ...place, path: join(place.path, key) };
    const decoded = item === null ? zeroOf(type.values) : decode(item, type.values, inner, unknown);
    if (decoded !== item) setKey<JsonValue>(value, key, decoded);
  }
  return value;
}

/** What Go keeps for a null in a list or map. */
function zeroOf(type: GoType): JsonValue {
  if (type.kind === 'scalar') return type.json === 'string' ? '' : type.json === 'boolean' ? false : 0;
  if (type.kind !== 'special') return type.kind === 'list' ? [] : {};
  const zeros = { quantity: '0', time: null, intOrString: 0, bytes: '', any: null, rawObject: {} };
  return zeros[type.special];
}

function decodeScalar(value: JsonValue, type: Of<'scalar'>, place: Place): JsonValue {
  if (type.json === 'string' || type.json === 'boolean') {
    if (typeof value !== type.json) throw mismatch(value, type, place);
    return value;
  }
  if (typeof value !== 'number' && typeof value !== 'bigint') throw mismatch(value, type, place);
  if (type.json === 'integer' && !fitsInteger(value, type.text)) {
    throw new DecodeError(`json: cannot unmarshal number ${value} into ${target(place)} of type ${type.text}`);
  }
  return value;
}

function fitsInteger(value: number | bigint, goType: string): boolean {
  if (typeof value === 'number' && !Number.isInteger(value)) return false;
  return goType !== 'int32' || (value >= -(2 ** 31) && value < 2 ** 31);
}

function decodeSpecial(value: JsonValue, type: Of<'special'>, place: Place): JsonValue {
  switch (type.special) {
    case 'quantity':
      return decodeQuantity(value);
    case 'time':
      if (typeof value !== 'string') throw mismatch(value, type, place);
      return normalizeTime(value, type.text);
    case 'intOrString':
      if (typeof value !== 'string' && typeof value !== 'number') throw mismatch(value, type, place);
      return value;
    case 'bytes':
      return decodeBytes(value, type, place);
    default:
      return value;
  }
}

const quantityComplaint = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";

function decodeQuantity(value: JsonValue): JsonValue {
  if (typeof value !== 'string' && typeof value !== 'number' && typeof value !== 'bigint') {
    throw new DecodeError(quantityComplaint);
  }
  try {
    return formatQuantity(parseQuantity(String(value)));
  } catch (cause) {
    throw new DecodeError(cause instanceof Error ? cause.message : quantityComplaint, { cause });
  }
}

function decodeBytes(value: JsonValue, type: Of<'special'>, place: Place): JsonValue {
  if (typeof value !== 'string') throw mismatch(value, type, place);
  const fault = base64Fault(value);
  if (fault !== undefined) throw new DecodeError(`illegal base64 data at input byte ${fault}`);
  return value;
}

function mismatch(value: JsonValue, type: GoType, place: Place): DecodeError {
  const found = Array.isArray(value) ? 'array' : typeof value === 'boolean' ? 'bool' : jsonTypeName(value);
  return new DecodeError(`json: cannot unmarshal ${found} into ${target(place)} of type ${type.text}`);
}

function jsonTypeName(value: JsonValue): string {
  return typeof value === 'bigint' ? 'number' : typeof value;
}

function target({ struct, fields }: Place): string {
  return `Go struct field ${struct}.${fields}`;
}

function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
