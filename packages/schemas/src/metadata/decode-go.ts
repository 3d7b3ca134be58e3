import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import type { GoType } from './object-meta-type.ts';
import { formatTime, parseTime } from './rfc3339.ts';

/** What decoding a value as a Go type gave. */
export interface Decoded {
  /** The value as Go would write it back; undefined when it is empty. */
  readonly value: JsonValue | undefined;
  /** Paths of fields that the type does not have. */
  readonly unknownFields: readonly string[];
  /** The first mismatch, in the words of encoding/json. */
  readonly error: string | undefined;
}

interface Decoding {
  readonly unknownFields: string[];
  /** Names of fields on the way to the current value. */
  readonly fields: string[];
  readonly path: string[];
  struct: string;
  error: string | undefined;
}

/** Decodes JSON into a Go type and writes it back, so that only what the type knows is left. */
export function decodeGo(value: JsonValue, type: GoType): Decoded {
  const decoding: Decoding = { unknownFields: [], fields: [], path: [], struct: '', error: undefined };
  const result = decode(value, type, decoding);
  return { value: result, unknownFields: decoding.unknownFields, error: decoding.error };
}

function decode(value: JsonValue | undefined, type: GoType, decoding: Decoding): JsonValue | undefined {
  if (value === null || value === undefined) return undefined;
  switch (type.kind) {
    case 'struct':
      return isJsonObject(value) ? decodeStruct(value, type, decoding) : mismatch(value, type, decoding);
    case 'map':
      return isJsonObject(value) ? decodeMap(value, type.value, decoding) : mismatch(value, type, decoding);
    case 'list':
      return Array.isArray(value) ? decodeList(value, type.element, decoding) : mismatch(value, type, decoding);
    case 'raw':
      return value;
    default:
      return decodeScalar(value, type, decoding);
  }
}

function decodeScalar(value: JsonValue, type: GoType, decoding: Decoding): JsonValue | undefined {
  if (type.kind === 'time') return decodeTime(value, decoding);
  if (type.kind === 'int64') return isInt64(value) ? value : mismatch(value, type, decoding);
  const fits = type.kind === 'bool' ? typeof value === 'boolean' : typeof value === 'string';
  return fits ? value : mismatch(value, type, decoding);
}

function isInt64(value: JsonValue): boolean {
  return typeof value === 'bigint' || (typeof value === 'number' && Number.isInteger(value));
}

function decodeTime(value: JsonValue, decoding: Decoding): JsonValue | undefined {
  if (typeof value !== 'string') {
    decoding.error ??= `json: cannot unmarshal ${describe(value)} into Go value of type string`;
    return undefined;
  }
  const time = parseTime(value);
  if (typeof time !== 'string') return formatTime(time);
  decoding.error ??= time;
  return undefined;
}

function decodeStruct(object: JsonObject, type: GoType & { kind: 'struct' }, decoding: Decoding): JsonValue {
  const result: JsonObject = {};
  const outer = decoding.struct;
  for (const key of Object.keys(object)) {
    const field = type.fields.get(key);
    decoding.path.push(decoding.path.length === 0 ? key : `.${key}`);
    if (field === undefined) {
      decoding.unknownFields.push(decoding.path.join(''));
    } else {
      decoding.struct = type.name.replace(/^v1\./, '');
      decoding.fields.push(key);
      const value = decode(object[key], field.type, decoding);
      if (value !== undefined && !(isEmpty(value, field.type) && field.always !== true)) setKey(result, key, value);
      decoding.fields.pop();
    }
    decoding.path.pop();
  }
  decoding.struct = outer;
  for (const [key, field] of type.fields) if (field.always === true && !Object.hasOwn(result, key)) result[key] = '';
  return result;
}

/** Whether `omitempty` leaves a value out. Pointers, which numbers of seconds and booleans are here, are never empty. */
function isEmpty(value: JsonValue, type: GoType): boolean {
  if (value === '' || value === 0) return type.kind !== 'int64' || value === 0;
  if (Array.isArray(value)) return value.length === 0;
  return type.kind === 'map' && isJsonObject(value) && Object.keys(value).length === 0;
}

function decodeMap(object: JsonObject, type: GoType, decoding: Decoding): JsonValue {
  const result: JsonObject = {};
  for (const key of Object.keys(object)) setKey(result, key, decode(object[key], type, decoding) ?? '');
  return result;
}

function decodeList(list: readonly JsonValue[], type: GoType, decoding: Decoding): JsonValue {
  return list.map((element, index) => {
    decoding.path.push(`[${index}]`);
    const value = decode(element, type, decoding);
    decoding.path.pop();
    return value ?? (type.kind === 'struct' ? {} : '');
  });
}

function mismatch(value: JsonValue, type: GoType, decoding: Decoding): undefined {
  const where =
    decoding.fields.length === 0
      ? `Go value of type ${type.name}`
      : `Go struct field ${decoding.struct}.${decoding.fields.join('.')} of type ${type.name}`;
  const what = type.kind === 'int64' && typeof value === 'number' ? `number ${value}` : describe(value);
  decoding.error ??= `json: cannot unmarshal ${what} into ${where}`;
}

function describe(value: JsonValue): string {
  if (typeof value === 'number' || typeof value === 'bigint') return 'number';
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  return Array.isArray(value) ? 'array' : 'object';
}
