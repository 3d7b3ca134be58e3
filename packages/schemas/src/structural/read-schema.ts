import { isJsonObject, type JsonObject, type JsonValue, type StructuralSchema, setKey } from '@flux19/objects';

/** Keys of a schema that hold one schema. */
const single = ['items', 'not'];
const lists = ['allOf', 'anyOf', 'oneOf'];
/** Keys whose values are taken as they are. */
const plain: ReadonlySet<string> = new Set([
  ...['type', 'format', 'title', 'description', 'nullable', 'default', 'enum', 'pattern', 'minLength', 'maxLength'],
  ...[
    'minimum',
    'maximum',
    'exclusiveMinimum',
    'exclusiveMaximum',
    'multipleOf',
    'minItems',
    'maxItems',
    'uniqueItems',
  ],
  ...['minProperties', 'maxProperties', 'required', 'externalDocs', 'example'],
  ...[
    'preserve-unknown-fields',
    'embedded-resource',
    'int-or-string',
    'list-type',
    'list-map-keys',
    'map-type',
    'validations',
  ].map((name) => `x-kubernetes-${name}`),
]);

/**
 * Reads an `openAPIV3Schema`: known keys only, absent where the value is what absence means, so that schemas that mean the
 * same look the same. The result shares nothing that is ever changed with its source.
 */
export function readSchema(source: JsonValue | undefined): StructuralSchema {
  const schema: JsonObject = {};
  if (!isJsonObject(source)) return schema as StructuralSchema;
  for (const [key, value] of Object.entries(source)) {
    const read = readKey(key, value);
    if (read !== undefined) schema[key] = read;
  }
  return schema as StructuralSchema;
}

function readKey(key: string, value: JsonValue | undefined): JsonValue | undefined {
  if (value === undefined || value === null) return undefined;
  if (plain.has(key)) return isZero(key, value) ? undefined : value;
  if (single.includes(key)) return isJsonObject(value) ? (readSchema(value) as JsonObject) : undefined;
  if (lists.includes(key)) return readList(value);
  if (key === 'properties') return readProperties(value);
  if (key !== 'additionalProperties') return undefined;
  return typeof value === 'boolean' ? value : (readSchema(value) as JsonObject);
}

/** Go's zero values are not told from absent ones, but for the bounds and the default. */
function isZero(key: string, value: JsonValue): boolean {
  if (key === 'default' || key === 'example') return false;
  if (key === 'x-kubernetes-preserve-unknown-fields') return false;
  return value === false || value === '' || (Array.isArray(value) && value.length === 0);
}

function readList(value: JsonValue): JsonValue | undefined {
  if (!Array.isArray(value) || value.length === 0) return undefined;
  return value.map((part) => readSchema(part) as JsonObject);
}

function readProperties(value: JsonValue): JsonObject | undefined {
  if (!isJsonObject(value)) return undefined;
  const properties: JsonObject = {};
  for (const [name, property] of Object.entries(value)) setKey(properties, name, readSchema(property) as JsonObject);
  return Object.keys(properties).length === 0 ? undefined : properties;
}
