import { deepCopy, getKey, type JsonObject, type JsonValue, type StructuralSchema, setKey } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';
import { reaches } from '../schema/reaches.ts';

const defaulted = reaches((schema) => schema.default !== undefined && schema.default !== null);

/** Fills in defaults in place, also for nulls where null is not allowed. A value that is itself missing is not made up. */
export function applyDefaults(value: JsonValue | undefined, schema: StructuralSchema | undefined): void {
  if (schema === undefined || typeof value !== 'object' || value === null) return;
  if (!defaulted(schema)) return;
  if (Array.isArray(value)) defaultItems(value, schema.items);
  else defaultFields(value, schema);
}

function defaultItems(list: JsonValue[], items: StructuralSchema | undefined): void {
  if (items === undefined) return;
  for (const [index, element] of list.entries()) {
    if (element === null && items.nullable !== true) list[index] = deepCopy(items.default ?? null);
    applyDefaults(list[index], items);
  }
}

function defaultFields(object: JsonObject, schema: StructuralSchema): void {
  const properties = schema.properties ?? {};
  for (const name of Object.keys(properties)) fillField(object, name, properties[name]);
  const additional = additionalSchema(schema);
  for (const key of Object.keys(object)) {
    const property = getKey(properties, key);
    if (property !== undefined) applyDefaults(object[key], property);
    else if (additional !== undefined) defaultEntry(object, key, additional);
  }
}

function fillField(object: JsonObject, name: string, property: StructuralSchema | undefined): void {
  if (property?.default === undefined || property.default === null) return;
  const value = getKey(object, name);
  const missing = value === undefined || (value === null && property.nullable !== true);
  if (missing) setKey(object, name, deepCopy(property.default));
}

function defaultEntry(object: JsonObject, key: string, schema: StructuralSchema): void {
  if (object[key] === null && schema.nullable !== true) setKey(object, key, deepCopy(schema.default ?? null));
  applyDefaults(object[key], schema);
}
