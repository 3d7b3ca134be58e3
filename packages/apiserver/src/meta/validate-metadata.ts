// The rules of k8s.io/apimachinery/pkg/api/validation/objectmeta.go.
import {
  deepEqual,
  isDns1123Label,
  isQualifiedName,
  isValidLabelValue,
  type KubeObject,
  type ObjectMeta,
  type OwnerReference,
} from '@flux19/objects';
import type { FieldError } from '@flux19/schemas';
import { forbiddenField, invalidField, requiredField, tooLongField } from '../errors/field-errors.ts';
import { validateManagedFields } from './validate-managed-fields.ts';

/** Complaints about a name; `isPrefix` when it is the beginning of one, as `generateName`. */
export type NameCheck = (name: string, isPrefix: boolean) => string[];

const annotationsLimitBytes = 256 * 1024;
const immutable = 'field is immutable';

/** Validates the metadata of a new or changed object. */
export function validateMetadata(object: KubeObject, namespaced: boolean, checkName: NameCheck): FieldError[] {
  const { metadata } = object;
  return [
    ...nameErrors(metadata, checkName),
    ...namespaceErrors(metadata.namespace ?? '', namespaced),
    ...labelErrors(metadata.labels, 'metadata.labels'),
    ...annotationErrors(metadata.annotations),
    ...ownerReferenceErrors(metadata.ownerReferences ?? []),
    ...finalizerErrors(metadata.finalizers ?? []),
    ...validateManagedFields(metadata.managedFields ?? []),
  ];
}

function nameErrors({ name, generateName }: ObjectMeta, checkName: NameCheck): FieldError[] {
  const prefix = generateName ?? '';
  const prefixErrors = prefix === '' ? [] : checkName(prefix, true);
  const errors = prefixErrors.map((text) => invalidField('metadata.generateName', prefix, text));
  if (name === '') return [...errors, requiredField('metadata.name', 'name or generateName is required')];
  return [...errors, ...checkName(name, false).map((text) => invalidField('metadata.name', name, text))];
}

function namespaceErrors(namespace: string, namespaced: boolean): FieldError[] {
  if (!namespaced) {
    return namespace === '' ? [] : [forbiddenField('metadata.namespace', 'not allowed on this type')];
  }
  if (namespace === '') return [requiredField('metadata.namespace')];
  return isDns1123Label(namespace).map((text) => invalidField('metadata.namespace', namespace, text));
}

/** Validates labels, wherever they stand. */
export function labelErrors(labels: Readonly<Record<string, string>> | undefined, path: string): FieldError[] {
  return Object.entries(labels ?? {}).flatMap(([key, value]) => [
    ...isQualifiedName(key).map((text) => invalidField(path, key, text)),
    ...isValidLabelValue(value).map((text) => invalidField(path, value, text)),
  ]);
}

/** Validates annotations, wherever they stand. */
export function annotationErrors(
  annotations: Readonly<Record<string, string>> | undefined,
  path = 'metadata.annotations',
): FieldError[] {
  const entries = Object.entries(annotations ?? {});
  const errors = entries.flatMap(([key]) =>
    isQualifiedName(key.toLowerCase()).map((text) => invalidField(path, key, text)),
  );
  const size = entries.reduce((sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value), 0);
  return size > annotationsLimitBytes ? [...errors, tooLongField(path, annotationsLimitBytes)] : errors;
}

function ownerReferenceErrors(references: readonly OwnerReference[]): FieldError[] {
  const path = 'metadata.ownerReferences';
  const errors = references.flatMap((reference, index) => oneReferenceErrors(reference, `${path}[${index}]`));
  const controllers = references.filter(({ controller }) => controller === true);
  const [first, ...others] = controllers.map(({ kind, name }) => `${kind}/${name}`);
  for (const other of others) {
    const text = `Only one reference can have Controller set to true. Found "true" in references for ${first} and ${other}`;
    errors.push(invalidField(path, references, text));
  }
  return errors;
}

function oneReferenceErrors(reference: OwnerReference, path: string): FieldError[] {
  const { apiVersion = '', kind = '', name = '', uid = '' } = reference;
  const errors: FieldError[] = [];
  if (apiVersion !== '' && !/^(?:[^/]*\/)?[^/]+$/.test(apiVersion)) {
    errors.push(invalidField(`${path}.apiVersion`, apiVersion, 'must be <group>/<version> or <version>'));
  }
  for (const [field, value] of Object.entries({ apiVersion, kind, name, uid })) {
    if (value === '') errors.push(requiredField(`${path}.${field}`, 'must not be empty'));
  }
  if (apiVersion === 'v1' && kind === 'Event') {
    errors.push(invalidField(path, reference, '/v1, Kind=Event is disallowed from being an owner'));
  }
  return errors;
}

function finalizerErrors(finalizers: readonly string[]): FieldError[] {
  const path = 'metadata.finalizers';
  const errors = finalizers.flatMap((name) => isQualifiedName(name).map((text) => invalidField(path, name, text)));
  if (finalizers.includes('orphan') && finalizers.includes('foregroundDeletion')) {
    const text = 'finalizer orphan and foregroundDeletion cannot be both set';
    errors.push(invalidField(path, finalizers, text));
  }
  return errors;
}

const standardFinalizers: ReadonlySet<string> = new Set(['kubernetes', 'orphan', 'foregroundDeletion']);

/** Finalizers without a domain are left to Kubernetes; kinds that are not its own may have others. */
export function validateBuiltinFinalizers({ metadata }: KubeObject): FieldError[] {
  return (metadata.finalizers ?? []).flatMap((name, index) => {
    if (name.includes('/') || standardFinalizers.has(name)) return [];
    const text = 'name is neither a standard finalizer name nor is it fully qualified';
    return [invalidField(`metadata.finalizers[${index}]`, name, text)];
  });
}

/** Custom resources get a warning instead, about finalizers that are new. */
export function finalizerWarnings({ metadata }: KubeObject, old: KubeObject | undefined): string[] {
  const known = new Set(old?.metadata.finalizers);
  const added = [...new Set(metadata.finalizers)].filter((name) => !known.has(name)).toSorted();
  return added
    .filter((name) => !name.includes('/') && !standardFinalizers.has(name))
    .map(
      (name) =>
        `metadata.finalizers: ${JSON.stringify(name)}: prefer a domain-qualified finalizer name including a path (/) to avoid accidental conflicts with other finalizer writers`,
    );
}

/** Validates what an update does to metadata. */
export function validateMetadataUpdate(object: KubeObject, old: KubeObject): FieldError[] {
  const fields = [
    'name',
    'namespace',
    'uid',
    'creationTimestamp',
    'deletionTimestamp',
    'deletionGracePeriodSeconds',
  ] as const;
  const changed = fields.filter((name) => !deepEqual(object.metadata[name], old.metadata[name]));
  const errors = changed.map((name) => invalidField(`metadata.${name}`, object.metadata[name], immutable));
  return [...newFinalizerErrors(object.metadata, old.metadata), ...errors];
}

function newFinalizerErrors(metadata: ObjectMeta, old: ObjectMeta): FieldError[] {
  if (old.deletionTimestamp === undefined) return [];
  const added = (metadata.finalizers ?? []).filter((name) => !(old.finalizers ?? []).includes(name)).toSorted();
  if (added.length === 0) return [];
  const list = `[]string{${added.map((name) => JSON.stringify(name)).join(', ')}}`;
  const text = `no new finalizers can be added if the object is being deleted, found new finalizers ${list}`;
  return [forbiddenField('metadata.finalizers', text)];
}
