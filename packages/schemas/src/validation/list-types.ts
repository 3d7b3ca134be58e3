import { getKey, isJsonObject, type JsonObject, type JsonValue, type StructuralSchema, setKey } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item, shown } from '../errors/field-path.ts';
import { printGoJson } from '../errors/go-text.ts';
import { duplicate, invalid } from '../errors/make-field-error.ts';
import { additionalSchema } from '../schema/additional-schema.ts';
import { reaches } from '../schema/reaches.ts';

const hasListTypes = reaches(({ 'x-kubernetes-list-type': listType }) => listType === 'set' || listType === 'map');

/** Checks that lists of type `set` hold no item twice and lists of type `map` no key twice. */
export function validateListTypes(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  fieldPath = '',
): FieldError[] {
  const errors: FieldError[] = [];
  checkValue(value, schema, fieldPath, errors);
  return errors;
}

function checkValue(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  path: string,
  errors: FieldError[],
): void {
  if (typeof value !== 'object' || value === null || schema === undefined || !hasListTypes(schema)) return;
  if (Array.isArray(value)) checkList(value, schema, path, errors);
  else checkFields(value, schema, path, errors);
}

function checkFields(object: JsonObject, schema: StructuralSchema, path: string, errors: FieldError[]): void {
  const additional = additionalSchema(schema);
  const properties = schema.properties ?? {};
  for (const key of Object.keys(object)) {
    const value = object[key];
    if (typeof value !== 'object' || value === null) continue;
    if (additional !== undefined) checkValue(value, additional, entry(path, key), errors);
    const property = getKey(properties, key);
    if (property !== undefined) checkValue(value, property, child(path, key), errors);
  }
}

function checkList(list: JsonValue[], schema: StructuralSchema, path: string, errors: FieldError[]): void {
  const listType = schema['x-kubernetes-list-type'];
  if (listType === 'set') checkSet(list, path, errors);
  if (listType === 'map') checkMap(list, schema['x-kubernetes-list-map-keys'] ?? [], path, errors);
  if (schema.items === undefined) return;
  for (const [index, element] of list.entries()) checkValue(element, schema.items, item(path, index), errors);
}

function checkSet(list: readonly JsonValue[], path: string, errors: FieldError[]): void {
  for (const index of repeated(list.map(identityOf))) errors.push(duplicate(shown(item(path, index)), list[index]));
}

function checkMap(list: readonly JsonValue[], keys: readonly string[], path: string, errors: FieldError[]): void {
  const misfit = list.findIndex((element) => element !== null && !isJsonObject(element));
  if (misfit >= 0) {
    errors.push(invalid(shown(item(path, misfit)), list[misfit], 'must be an object for an array of list-type map'));
    return;
  }
  if (list.length <= 1) return;
  const objects = list as readonly (JsonObject | null)[];
  for (const index of repeated(objects.map((element) => identityByKeys(element, keys)))) {
    errors.push(duplicate(shown(item(path, index)), pickKeys(objects[index] ?? null, keys)));
  }
}

function pickKeys(element: JsonObject | null, keys: readonly string[]): JsonObject {
  const picked: JsonObject = {};
  if (element === null) return picked;
  for (const key of keys) {
    const value = getKey(element, key);
    if (value !== undefined) setKey(picked, key, value);
  }
  return picked;
}

/** The same for items whose keys are the same, and only for these. */
function identityByKeys(element: JsonObject | null, keys: readonly string[]): unknown {
  const [only] = keys;
  if (keys.length === 1 && only !== undefined) return identityOf(keyOf(element, only));
  const parts = keys.map((key) => {
    const value = keyOf(element, key);
    return value === undefined ? '' : printGoJson(value);
  });
  return parts.join();
}

function keyOf(element: JsonObject | null, key: string): JsonValue | undefined {
  return element === null ? undefined : getKey(element, key);
}

function identityOf(value: JsonValue | undefined): unknown {
  if (value === undefined) return 'none:';
  if (typeof value === 'object' && value !== null) return `json:${printGoJson(value)}`;
  return typeof value === 'string' ? `text:${value}` : value;
}

/** The index of the second appearance of each identity that appears more than once. */
function repeated(identities: readonly unknown[]): number[] {
  if (identities.length <= 1) return [];
  const times = new Map<unknown, number>();
  const indexes: number[] = [];
  for (const [index, identity] of identities.entries()) {
    const before = times.get(identity) ?? 0;
    if (before === 1) indexes.push(index);
    times.set(identity, before + 1);
  }
  return indexes;
}
