import type { StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry } from '../errors/field-path.ts';
import { forbidden, invalid, notSupported, required } from '../errors/make-field-error.ts';
import type { SchemaRules } from './schema-scope.ts';

const listType = 'x-kubernetes-list-type';
const mapType = 'x-kubernetes-map-type';
const listMapKeys = 'x-kubernetes-list-map-keys';

/** Checks what a schema says about the type of its list or map. */
export function collectionErrors(schema: StructuralSchema, path: string, rules: SchemaRules): FieldError[] {
  return [
    ...mapTypeErrors(schema, path),
    ...listTypeErrors(schema, path, rules),
    ...(schema[listType] === 'map' ? listMapErrors(schema, path) : []),
    ...(rules.requireMapKeys ? keyedItemErrors(schema, path) : []),
  ];
}

function typeMismatch(schema: StructuralSchema, path: string, wanted: string, detail: string): FieldError[] {
  if (schema.type === wanted) return [];
  const typePath = child(path, 'type');
  return [schema.type === undefined ? required(typePath, detail) : invalid(typePath, schema.type, detail)];
}

function mapTypeErrors(schema: StructuralSchema, path: string): FieldError[] {
  const type = schema[mapType];
  if (type === undefined) return [];
  const errors = typeMismatch(schema, path, 'object', `must be object if ${mapType} is specified`);
  if (type === 'atomic' || type === 'granular') return errors;
  return [...errors, notSupported(child(path, mapType), type, ['atomic', 'granular'])];
}

function listTypeErrors(schema: StructuralSchema, path: string, rules: SchemaRules): FieldError[] {
  const type = schema[listType];
  const keys = schema[listMapKeys] ?? [];
  const errors: FieldError[] = [];
  if (type !== undefined) {
    errors.push(...typeMismatch(schema, path, 'array', `must be array if ${listType} is specified`));
    if (schema.type === 'array' && type === 'set' && rules.requireAtomicSet)
      errors.push(...setItemErrors(schema, path));
    if (!['atomic', 'set', 'map'].includes(type)) {
      errors.push(notSupported(child(path, listType), type, ['atomic', 'set', 'map']));
    }
  }
  if (keys.length > 0 && type !== 'map') {
    const detail = `must be map if ${listMapKeys} is non-empty`;
    errors.push(
      type === undefined ? required(child(path, listType), detail) : invalid(child(path, listType), type, detail),
    );
  }
  return errors;
}

/** Whether items of sets are compared as wholes. */
export function hasAtomicItems({ items }: StructuralSchema): boolean {
  if (items?.type === 'array') return items[listType] === undefined || items[listType] === 'atomic';
  return items?.type !== 'object' || items[mapType] === 'atomic';
}

function setItemErrors(schema: StructuralSchema, path: string): FieldError[] {
  if (hasAtomicItems(schema)) return [];
  const key = schema.items?.type === 'array' ? listType : mapType;
  const detail = `must be atomic as item of a list with ${listType}=set`;
  return [invalid(child(child(path, 'items'), key), schema.items?.[listType] ?? null, detail)];
}

function listMapErrors(schema: StructuralSchema, path: string): FieldError[] {
  const keys = schema[listMapKeys] ?? [];
  const errors: FieldError[] = [];
  const { items } = schema;
  if (keys.length === 0) errors.push(required(child(path, listMapKeys), `must not be empty if ${listType} is map`));
  if (items === undefined)
    return [...errors, required(child(path, 'items'), `must have a schema if ${listType} is map`)];
  const itemsPath = child(path, 'items');
  if (items.type !== 'object') {
    const detail = `must be object if parent array's ${listType} is map`;
    return [...errors, invalid(child(itemsPath, 'type'), items.type ?? '', detail)];
  }
  for (const [index, key] of keys.entries()) {
    const property = items.properties?.[key];
    if (property === undefined) {
      errors.push(invalid(child(path, listMapKeys), keys, 'entries must all be names of item properties'));
    } else if (property.type === 'array' || property.type === 'object') {
      const typePath = child(entry(child(itemsPath, 'properties'), key), 'type');
      errors.push(invalid(typePath, items.type, `must be a scalar type if parent array's ${listType} is map`));
    }
    if (keys.indexOf(key) < index)
      errors.push(invalid(child(path, listMapKeys), keys, 'must not contain duplicate entries'));
  }
  return errors;
}

/** Items of sets and maps have to be there, and so have the keys of maps. */
export function keyedItemErrors(schema: StructuralSchema, path: string): FieldError[] {
  const type = schema[listType];
  const { items } = schema;
  if (items === undefined || (type !== 'set' && type !== 'map')) return [];
  const itemsPath = child(path, 'items');
  const errors: FieldError[] = [];
  if (items.nullable === true) {
    errors.push(forbidden(child(itemsPath, 'nullable'), `cannot be nullable when ${listType} is ${type}`));
  }
  for (const key of type === 'map' ? (schema[listMapKeys] ?? []) : []) {
    errors.push(...mapKeyErrors(items, key, entry(child(itemsPath, 'properties'), key)));
  }
  return errors;
}

function mapKeyErrors(items: StructuralSchema, key: string, path: string): FieldError[] {
  const property = items.properties?.[key];
  if (property === undefined) return [];
  const why = `this property is in ${listMapKeys}, so it`;
  const isThere = items.required?.includes(key) === true || property.default !== undefined;
  return [
    ...(isThere ? [] : [required(child(path, 'default'), `${why} must have a default or be a required property`)]),
    ...(property.nullable === true ? [forbidden(child(path, 'nullable'), `${why} cannot be nullable`)] : []),
  ];
}
