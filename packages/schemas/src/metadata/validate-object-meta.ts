import {
  isDns1123Label,
  isJsonObject,
  isQualifiedName,
  isValidLabelValue,
  type JsonObject,
  type JsonValue,
  parseApiVersion,
} from '@flux19/objects';
import type { FieldError } from '../errors/field-error.ts';
import { child, item } from '../errors/field-path.ts';
import { forbidden, invalid, required, tooLong } from '../errors/make-field-error.ts';

/** Says what is wrong with a name; `isPrefix` when the server will add to it. */
export type NameRule = (name: string, isPrefix: boolean) => readonly string[];

const maxAnnotationBytes = 256 * 1024;

/** Validates metadata of a new object as kube-apiserver does for every kind; see objects' names for name rules. */
export function validateObjectMeta(
  metadata: JsonObject,
  isNamespaced: boolean,
  nameRule: NameRule,
  path: string,
): FieldError[] {
  return [
    ...nameErrors(metadata, nameRule, path),
    ...namespaceErrors(metadata, isNamespaced, path),
    ...generationErrors(metadata['generation'], child(path, 'generation')),
    ...labelErrors(metadata['labels'], child(path, 'labels')),
    ...annotationErrors(metadata['annotations'], child(path, 'annotations')),
    ...ownerErrors(metadata['ownerReferences'], child(path, 'ownerReferences')),
    ...finalizerErrors(metadata['finalizers'], child(path, 'finalizers')),
  ];
}

function text(value: JsonValue | undefined): string {
  return typeof value === 'string' ? value : '';
}

function nameErrors(metadata: JsonObject, nameRule: NameRule, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const name = text(metadata['name']);
  const prefix = text(metadata['generateName']);
  const complain = (field: string, value: string, isPrefix: boolean): void => {
    for (const message of nameRule(value, isPrefix)) errors.push(invalid(child(path, field), value, message));
  };
  if (prefix !== '') complain('generateName', prefix, true);
  if (name === '') errors.push(required(child(path, 'name'), 'name or generateName is required'));
  else complain('name', name, false);
  return errors;
}

function namespaceErrors(metadata: JsonObject, isNamespaced: boolean, path: string): FieldError[] {
  const namespace = text(metadata['namespace']);
  const field = child(path, 'namespace');
  if (!isNamespaced) return namespace === '' ? [] : [forbidden(field, 'not allowed on this type')];
  if (namespace === '') return [required(field)];
  return isDns1123Label(namespace).map((message) => invalid(field, namespace, message));
}

function generationErrors(generation: JsonValue | undefined, path: string): FieldError[] {
  const isNegative = typeof generation === 'number' && generation < 0;
  return isNegative ? [invalid(path, generation, 'must be greater than or equal to 0')] : [];
}

function labelErrors(labels: JsonValue | undefined, path: string): FieldError[] {
  if (!isJsonObject(labels)) return [];
  return Object.entries(labels).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((message) => invalid(path, key, message)),
    ...isValidLabelValue(text(value)).map((message) => invalid(path, value, message)),
  ]);
}

function annotationErrors(annotations: JsonValue | undefined, path: string): FieldError[] {
  if (!isJsonObject(annotations)) return [];
  const errors: FieldError[] = [];
  let size = 0;
  for (const [key, value] of Object.entries(annotations)) {
    for (const message of isQualifiedName(key.toLowerCase())) errors.push(invalid(path, key, message));
    size += byteLength(key) + byteLength(text(value));
  }
  return size > maxAnnotationBytes ? [...errors, tooLong(path, maxAnnotationBytes)] : errors;
}

function byteLength(value: string): number {
  return new TextEncoder().encode(value).length;
}

function ownerErrors(references: JsonValue | undefined, path: string): FieldError[] {
  if (!Array.isArray(references)) return [];
  const errors: FieldError[] = [];
  let controller: string | undefined;
  for (const [index, reference] of references.entries()) {
    if (!isJsonObject(reference)) continue;
    errors.push(...referenceErrors(reference, item(path, index)));
    if (reference['controller'] !== true) continue;
    const name = `${text(reference['kind'])}/${text(reference['name'])}`;
    if (controller !== undefined) {
      const found = `Found "true" in references for ${controller} and ${name}`;
      errors.push(invalid(path, references, `Only one reference can have Controller set to true. ${found}`));
    }
    controller ??= name;
  }
  return errors;
}

function referenceErrors(reference: JsonObject, path: string): FieldError[] {
  const errors: FieldError[] = [];
  const apiVersion = text(reference['apiVersion']);
  const parts = apiVersion.split('/');
  if (apiVersion !== '' && (parts.length > 2 || parts.at(-1) === '')) {
    errors.push(invalid(child(path, 'apiVersion'), apiVersion, 'must be <group>/<version> or <version>'));
  }
  for (const field of ['apiVersion', 'kind', 'name', 'uid']) {
    if (text(reference[field]) === '') errors.push(required(child(path, field), 'must not be empty'));
  }
  const { group, version } = parseApiVersion(apiVersion);
  if (group === '' && version === 'v1' && reference['kind'] === 'Event') {
    errors.push(invalid(path, reference, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function finalizerErrors(finalizers: JsonValue | undefined, path: string): FieldError[] {
  if (!Array.isArray(finalizers)) return [];
  const errors = finalizers.flatMap((finalizer) =>
    isQualifiedName(text(finalizer)).map((message) => invalid(path, finalizer, message)),
  );
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    errors.push(invalid(path, finalizers, 'finalizer foregroundDeletion and orphan cannot be both set'));
  }
  return errors;
}
