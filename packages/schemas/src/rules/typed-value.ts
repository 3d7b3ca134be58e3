import { Duration, Fault, fromJson, parseTimestamp, Timestamp, type Value } from '@flux19/cel';
import { isJsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { parseLooseDuration } from '../formats/loose-duration.ts';
import { isDate } from '../formats/time.ts';
import { jsonType } from '../validation/json-type.ts';
import { TypedList } from './typed-list.ts';
import { TypedMap } from './typed-map.ts';
import { UnknownValue } from './unknown-value.ts';

/** A JSON value as a rule sees it, by its schema. A value that is not of its schema's type is a fault. */
export function typedValue(value: JsonValue | undefined, schema: StructuralSchema): Value {
  if (value === null || value === undefined) {
    return schema.nullable === true ? null : new Fault('invalid data, got null for schema with nullable=false');
  }
  if (schema['x-kubernetes-int-or-string'] === true) return intOrString(value);
  return valueOfType(value, schema);
}

function valueOfType(value: JsonValue, schema: StructuralSchema): Value {
  switch (schema.type) {
    case 'object':
      return isJsonObject(value)
        ? new TypedMap(value, schema, typedValue)
        : misfit('a map for the provided schema with type=object');
    case 'array':
      return listValue(value, schema);
    case 'string':
      return typeof value === 'string' ? textValue(value, schema) : misfit(`string, got ${goType(value)}`);
    case 'number':
      return isNumber(value) ? Number(value) : misfit(`float, got ${goType(value)}`);
    case 'integer':
      return jsonType(value) === 'integer' ? fromJson(value) : misfit(`int, got ${goType(value)}`);
    case 'boolean':
      return typeof value === 'boolean' ? value : misfit(`bool, got ${goType(value)}`);
    default:
      return untyped(value, schema);
  }
}

function misfit(expected: string): Fault {
  return new Fault(`invalid data, expected ${expected}`);
}

function isNumber(value: JsonValue): boolean {
  return typeof value === 'number' || typeof value === 'bigint';
}

function goType(value: JsonValue): string {
  if (Array.isArray(value)) return '[]interface {}';
  if (isJsonObject(value)) return 'map[string]interface {}';
  const type = jsonType(value);
  const names: Readonly<Record<string, string>> = { integer: 'int64', number: 'float64', boolean: 'bool' };
  return names[type] ?? type;
}

function intOrString(value: JsonValue): Value {
  if (typeof value === 'string' || jsonType(value) === 'integer') return fromJson(value);
  return misfit('XIntOrString value to be either a string or integer');
}

function listValue(value: JsonValue, schema: StructuralSchema): Value {
  if (!Array.isArray(value)) return misfit('an array for the provided schema with type=array');
  if (schema.items === undefined) return new Fault('invalid array type, expected Items with a non-empty Schema');
  return new TypedList(value, schema, schema.items, typedValue);
}

function untyped(value: JsonValue, schema: StructuralSchema): Value {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return new UnknownValue(value);
  const kinds = 'object, array, number, integer, boolean or string, or no type with x-kubernetes-int-or-string';
  return new Fault(
    `invalid type, expected ${kinds} or x-kubernetes-preserve-unknown-fields is true, got ${schema.type ?? ''}`,
  );
}

function textValue(text: string, { format }: StructuralSchema): Value {
  switch (format) {
    case 'duration': {
      const nanoseconds = parseLooseDuration(text);
      return nanoseconds === undefined ? new Fault(`Invalid duration ${text}`) : new Duration(nanoseconds);
    }
    case 'date':
      return isDate(text) ? timestamp(`${text}T00:00:00Z`) : new Fault(`Invalid date formatted string ${text}`);
    case 'date-time':
      return text === '' ? new Timestamp(0n) : timestamp(text);
    case 'byte':
      return bytes(text);
    default:
      return text;
  }
}

function timestamp(text: string): Value {
  const withZone = /[zZ]$|[+-]\d{2}:\d{2}$/.test(text) ? text : `${text}Z`;
  return parseTimestamp(withZone.toUpperCase()) ?? new Fault(`Invalid date-time formatted string ${text}`);
}

/** Both alphabets of base64 are read. */
function bytes(text: string): Value {
  try {
    const decoded = atob(text.replaceAll('-', '+').replaceAll('_', '/'));
    return Uint8Array.from(decoded, (character) => character.charCodeAt(0));
  } catch {
    return new Fault(`Invalid byte formatted string ${text}`);
  }
}
