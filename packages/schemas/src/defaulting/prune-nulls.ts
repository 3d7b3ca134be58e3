import { getKey, type JsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';

/**
 * Removes, in place, nulls of fields that may be neither null nor defaulted. Runs after defaulting and pruning when a request
 * is read; nulls in lists stay.
 */
export function pruneNulls(value: JsonValue | undefined, schema: StructuralSchema | undefined): void {
  if (typeof value !== 'object' || value === null || schema === undefined) return;
  if (Array.isArray(value)) {
    for (const element of value) pruneNulls(element, schema.items);
    return;
  }
  const additional = additionalSchema(schema);
  for (const key of Object.keys(value)) pruneField(value, key, getKey(schema.properties ?? {}, key) ?? additional);
}

function pruneField(object: JsonObject, key: string, schema: StructuralSchema | undefined): void {
  const value = object[key];
  if (schema !== undefined && value === null && schema.nullable !== true && (schema.default ?? null) === null) {
    delete object[key];
    return;
  }
  pruneNulls(value, schema);
}
