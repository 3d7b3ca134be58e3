import { getKey, type JsonObject, type JsonValue, type StructuralSchema, setKey } from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item, shown } from '../errors/field-path.ts';
import { invalid } from '../errors/make-field-error.ts';
import { additionalSchema } from '../schema/additional-schema.ts';
import { reaches } from '../schema/reaches.ts';
import { decodeGo } from './decode-go.ts';
import { objectMetaType } from './object-meta-type.ts';

export interface CoerceOptions {
  /** The value is a whole object. Default true. */
  readonly isResourceRoot?: boolean;
  /** Drop what cannot be read instead of failing (objects from storage). Default false. */
  readonly dropInvalidFields?: boolean;
  /** Path of the value itself, in front of the error's field. Default: none. */
  readonly fieldPath?: string;
}

export interface CoerceResult {
  /** Paths of removed fields of metadata: `metadata.unknown`. */
  readonly unknownFields: string[];
  readonly error?: FieldError;
}

interface Coercion {
  readonly dropInvalidFields: boolean;
  readonly unknownFields: string[];
}

const hasEmbedded = reaches((schema) => schema['x-kubernetes-embedded-resource'] === true);

/** Brings apiVersion, kind and metadata of the object and of embedded objects into the shape of ObjectMeta, in place. */
export function coerceObjectMeta(
  value: JsonValue,
  schema: StructuralSchema | undefined,
  options: CoerceOptions = {},
): CoerceResult {
  const coercion = { dropInvalidFields: options.dropInvalidFields ?? false, unknownFields: [] };
  const isResource = options.isResourceRoot ?? true;
  const error = coerce(value, isResource ? (schema ?? {}) : schema, isResource, options.fieldPath ?? '', coercion);
  const unknownFields = coercion.unknownFields.toSorted();
  return error === undefined ? { unknownFields } : { unknownFields, error };
}

function coerce(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  isResource: boolean,
  path: string,
  coercion: Coercion,
): FieldError | undefined {
  if (schema === undefined || typeof value !== 'object' || value === null) return undefined;
  if (!isResource && !hasEmbedded(schema)) return undefined;
  if (Array.isArray(value)) {
    return firstError(value, (element, index) => coerceBelow(element, schema.items, item(path, index), coercion));
  }
  const error = isResource ? coerceResource(value, path, coercion) : undefined;
  if (error !== undefined || !hasEmbedded(schema)) return error;
  const additional = additionalSchema(schema);
  return firstError(Object.keys(value), (key) => {
    const property = getKey(schema.properties ?? {}, key);
    if (property !== undefined) return coerceBelow(value[key], property, child(path, key), coercion);
    return coerceBelow(value[key], additional, entry(path, key), coercion);
  });
}

function coerceBelow(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  path: string,
  coercion: Coercion,
): FieldError | undefined {
  return coerce(value, schema, schema?.['x-kubernetes-embedded-resource'] === true, path, coercion);
}

function firstError<T>(
  values: readonly T[],
  check: (value: T, index: number) => FieldError | undefined,
): FieldError | undefined {
  for (const [index, value] of values.entries()) {
    const error = check(value, index);
    if (error !== undefined) return error;
  }
  return undefined;
}

function coerceResource(object: JsonObject, path: string, coercion: Coercion): FieldError | undefined {
  for (const key of Object.keys(object)) {
    const error = coerceMetaField(object, key, path, coercion);
    if (error !== undefined) return error;
  }
  return undefined;
}

function coerceMetaField(object: JsonObject, key: string, path: string, coercion: Coercion): FieldError | undefined {
  const value = object[key];
  if (key === 'metadata') return coerceMetadata(object, path, coercion);
  if ((key !== 'apiVersion' && key !== 'kind') || typeof value === 'string') return undefined;
  if (!coercion.dropInvalidFields) return invalid(shown(child(path, key)), value, 'must be a string');
  delete object[key];
  return undefined;
}

function coerceMetadata(object: JsonObject, path: string, coercion: Coercion): FieldError | undefined {
  const metadata = object['metadata'] ?? null;
  const decoded = decodeGo(metadata, objectMetaType);
  const at = child(path, 'metadata');
  if (decoded.error === undefined) {
    coercion.unknownFields.push(...decoded.unknownFields.map((name) => `${at}.${name}`));
    object['metadata'] = decoded.value ?? {};
    return undefined;
  }
  if (!coercion.dropInvalidFields) return invalid(at, metadata, decoded.error);
  if (typeof metadata === 'object' && metadata !== null && !Array.isArray(metadata)) {
    object['metadata'] = keepDecodable(metadata, at, coercion);
  }
  return undefined;
}

/** Field by field, so that one unreadable field takes no other with it. */
function keepDecodable(metadata: JsonObject, path: string, coercion: Coercion): JsonObject {
  const kept: JsonObject = {};
  for (const key of Object.keys(metadata)) {
    const single: JsonObject = {};
    setKey(single, key, metadata[key] ?? null);
    const decoded = decodeGo(single, objectMetaType);
    if (decoded.error !== undefined) continue;
    coercion.unknownFields.push(...decoded.unknownFields.map((name) => `${path}.${name}`));
    for (const [name, value] of Object.entries(decoded.value as JsonObject)) setKey(kept, name, value);
  }
  return kept;
}
