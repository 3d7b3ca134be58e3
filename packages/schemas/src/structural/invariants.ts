import { deepEqual, type StructuralSchema } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry } from '../errors/field-path.ts';
import { forbidden, invalid, required } from '../errors/make-field-error.ts';
import { additionalSchema } from '../schema/additional-schema.ts';
import { narrowingErrors } from './narrowing.ts';

/** Where a schema stands; it decides what has to be said about its type. */
export type Level = 'root' | 'item' | 'field';

const intOrString = [{ type: 'integer' }, { type: 'string' }];

const missingType: Readonly<Record<Level, string>> = {
  root: 'must not be empty at the root',
  item: 'must not be empty for specified array items',
  field: 'must not be empty for specified object fields',
};

/** Checks that a schema and everything below it says what a structural schema has to say. */
export function invariantErrors(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  return [
    ...errorsBelow(schema, level, path),
    ...extensionErrors(schema, path),
    ...narrowingErrors(schema, path, isIntOrString(schema.anyOf), isIntOrString(schema.allOf?.[0]?.anyOf)),
    ...typeErrors(schema, level, path),
    ...metaErrors(schema, level, path),
  ];
}

function errorsBelow(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const additional = additionalSchema(schema);
  if (schema.type === 'array' && schema.items === undefined)
    errors.push(required(child(path, 'items'), 'must be specified'));
  if (schema.items !== undefined) errors.push(...invariantErrors(schema.items, 'item', child(path, 'items')));
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    errors.push(...invariantErrors(property, 'field', entry(child(path, 'properties'), name)));
  }
  const additionalPath = child(path, 'additionalProperties');
  if (schema.additionalProperties !== undefined && level === 'root') {
    errors.push(forbidden(additionalPath, 'must not be used at the root'));
  }
  if (additional !== undefined) errors.push(...invariantErrors(additional, 'field', additionalPath));
  return errors;
}

function extensionErrors(schema: StructuralSchema, path: string): FieldError[] {
  if (schema['x-kubernetes-int-or-string'] !== true) return [];
  return ['x-kubernetes-preserve-unknown-fields', 'x-kubernetes-embedded-resource']
    .filter((key) => schema[key as keyof StructuralSchema] === true)
    .map((key) => invalid(child(path, key), true, 'must be false if x-kubernetes-int-or-string is true'));
}

function isIntOrString(anyOf: readonly StructuralSchema[] | undefined): boolean {
  return anyOf?.length === 2 && deepEqual(anyOf, intOrString);
}

function typeErrors(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const isOpen =
    schema['x-kubernetes-int-or-string'] === true || schema['x-kubernetes-preserve-unknown-fields'] === true;
  const typePath = child(path, 'type');
  if (isEmbedded && schema.type !== 'object') {
    const detail = 'must be object if x-kubernetes-embedded-resource is true';
    errors.push(schema.type === undefined ? required(typePath, detail) : invalid(typePath, schema.type, detail));
  } else if (schema.type === undefined && !isOpen) {
    errors.push(required(typePath, missingType[level]));
  }
  if (isEmbedded && schema.additionalProperties !== undefined) {
    const detail = 'must not be used if x-kubernetes-embedded-resource is set';
    errors.push(forbidden(child(path, 'additionalProperties'), detail));
  }
  if (level === 'root' && schema.type !== undefined && schema.type !== 'object') {
    errors.push(invalid(typePath, schema.type, 'must be object at the root'));
  }
  return errors;
}

/** What every whole object has can't be described freely. */
function metaErrors(schema: StructuralSchema, level: Level, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const isEmbedded = schema['x-kubernetes-embedded-resource'] === true;
  const properties = child(path, 'properties');
  for (const name of level === 'root' || isEmbedded ? ['kind', 'apiVersion'] : []) {
    const property = schema.properties?.[name];
    if (property === undefined || property.type === 'string') continue;
    errors.push(invalid(child(entry(properties, name), 'type'), property.type ?? '', 'must be string'));
  }
  const metadata = schema.properties?.['metadata'];
  if (metadata !== undefined) {
    errors.push(...metadataErrors(metadata, level, isEmbedded, entry(properties, 'metadata')));
  }
  const isClosed = schema['x-kubernetes-preserve-unknown-fields'] !== true;
  if (isEmbedded && isClosed && schema.properties === undefined) {
    const detail =
      'must not be empty if x-kubernetes-embedded-resource is true without x-kubernetes-preserve-unknown-fields';
    errors.push(required(properties, detail));
  }
  return errors;
}

function metadataErrors(metadata: StructuralSchema, level: Level, isEmbedded: boolean, path: string): FieldError[] {
  const errors: FieldError[] = [];
  if ((level === 'root' || isEmbedded) && metadata.type !== 'object') {
    errors.push(invalid(child(path, 'type'), metadata.type ?? '', 'must be object'));
  }
  if (level === 'root' && !onlyNames(metadata)) {
    const detail = 'must not specify anything other than name and generateName, but metadata is implicitly specified';
    errors.push(forbidden(path, detail));
  }
  return errors;
}

function onlyNames(metadata: StructuralSchema): boolean {
  const names = Object.keys(metadata.properties ?? {});
  const keys = Object.keys(metadata).filter((key) => key !== 'type' && key !== 'default' && key !== 'properties');
  return keys.length === 0 && names.every((name) => name === 'name' || name === 'generateName');
}
