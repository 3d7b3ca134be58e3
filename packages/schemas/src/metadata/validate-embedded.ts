import {
  getKey,
  isDns1035Label,
  isPathSegmentName,
  isPathSegmentPrefix,
  type JsonObject,
  type JsonValue,
  type StructuralSchema,
} from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, entry, item } from '../errors/field-path.ts';
import { invalid, required } from '../errors/make-field-error.ts';
import { additionalSchema } from '../schema/additional-schema.ts';
import { reaches } from '../schema/reaches.ts';
import { decodeGo } from './decode-go.ts';
import { objectMetaType } from './object-meta-type.ts';
import { validateObjectMeta } from './validate-object-meta.ts';

const hasEmbedded = reaches((schema) => schema['x-kubernetes-embedded-resource'] === true);

/** Validates apiVersion, kind and metadata of the objects embedded in a value, and of the value itself if it is one. */
export function validateEmbedded(
  value: JsonValue | undefined,
  schema: StructuralSchema | undefined,
  isResource: boolean,
  path: string,
): FieldError[] {
  if (schema === undefined || typeof value !== 'object' || value === null) return [];
  if (!isResource && !hasEmbedded(schema)) return [];
  if (Array.isArray(value)) {
    return value.flatMap((element, index) => validateBelow(element, schema.items, item(path, index)));
  }
  const errors = isResource ? resourceErrors(value, path) : [];
  const additional = additionalSchema(schema);
  for (const key of Object.keys(value)) {
    const property = getKey(schema.properties ?? {}, key);
    if (property !== undefined) errors.push(...validateBelow(value[key], property, child(path, key)));
    else errors.push(...validateBelow(value[key], additional, entry(path, key)));
  }
  return errors;
}

function validateBelow(value: JsonValue | undefined, schema: StructuralSchema | undefined, path: string): FieldError[] {
  return validateEmbedded(value, schema, schema?.['x-kubernetes-embedded-resource'] === true, path);
}

function resourceErrors(object: JsonObject, path: string): FieldError[] {
  return [
    ...typeErrors(object, 'apiVersion', path, apiVersionComplaint),
    ...typeErrors(object, 'kind', path, kindComplaint),
    ...metadataErrors(object['metadata'], child(path, 'metadata')),
  ];
}

function typeErrors(
  object: JsonObject,
  name: string,
  path: string,
  complaint: (text: string) => string | undefined,
): FieldError[] {
  const value = object[name];
  const field = child(path, name);
  if (value === undefined) return [required(field)];
  if (typeof value !== 'string') return [invalid(field, value, 'must be a string')];
  const detail = value === '' ? 'must not be empty' : complaint(value);
  return detail === undefined ? [] : [invalid(field, value, detail)];
}

function apiVersionComplaint(apiVersion: string): string | undefined {
  return apiVersion.split('/').length > 2 ? `unexpected GroupVersion string: ${apiVersion}` : undefined;
}

function kindComplaint(kind: string): string | undefined {
  const messages = isDns1035Label(kind.toLowerCase());
  return messages.length === 0 ? undefined : `may have mixed case, but should otherwise match: ${messages.join(',')}`;
}

function metadataErrors(metadata: JsonValue | undefined, path: string): FieldError[] {
  if (metadata === undefined) return [];
  const decoded = decodeGo(metadata, objectMetaType);
  if (decoded.error !== undefined) return [invalid(path, metadata, decoded.error)];
  const known = (decoded.value ?? {}) as JsonObject;
  // Names of embedded objects may be left out; some name has to stand there for the rules to have something to look at.
  const named: JsonObject = known['name'] === undefined ? { ...known, name: 'fakename' } : known;
  const rule = (name: string, isPrefix: boolean): string[] =>
    isPrefix ? isPathSegmentPrefix(name) : isPathSegmentName(name);
  return validateObjectMeta(named, typeof known['namespace'] === 'string', rule, path);
}
