import type { FieldSpec } from '../config/field-spec.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import type { Resource } from '../resources/resource.ts';
import { isFields, isMissingOrNull, textOrEmpty, type Value } from '../values/value.ts';
import { FieldSpecs, visitFields } from './field-filter.ts';
import { requireScalar } from './node-kind.ts';
import { compileFieldSpec, setAt, type Visit, walkField } from './walk-field.ts';

/** Which subjects of role bindings get the namespace. */
export type SubjectMode = 'defaultOnly' | 'allServiceAccounts' | 'none';

export interface NamespaceOptions {
  readonly namespace: string;
  readonly specs: readonly FieldSpec[];
  /** Leave namespaces alone that are set. */
  readonly unsetOnly?: boolean | undefined;
  readonly subjects: SubjectMode;
}

const metadataNamespace = compileFieldSpec({ path: 'metadata/namespace', create: true });
const bindings = new Set(['RoleBinding', 'ClusterRoleBinding']);

/** Makes the function that sets the namespace of a resource and of the fields that name it. */
export function namespaceSetter(options: NamespaceOptions): (resource: Resource) => void {
  const specs = options.specs.filter(({ path }) => path !== 'metadata/namespace');
  // Only core objects have a name that is a namespace: that of Namespace itself.
  const others = new FieldSpecs(specs.filter(({ path }) => path !== 'metadata/name'));
  const core = new FieldSpecs(specs);
  const withoutSubjects = new FieldSpecs(
    specs.filter(
      ({ path, kind }) => path !== 'metadata/name' && !(bindings.has(kind ?? '') && path === 'subjects/namespace'),
    ),
  );
  const set: Visit = (holder, key, value) => {
    requireScalar(value, String(key));
    if (options.unsetOnly === true && textOrEmpty(value) !== '') return;
    setAt(holder, key, options.namespace);
  };
  return (resource) => {
    if (resource.value === undefined) return;
    if (!resource.isClusterScoped) walkField(resource.value, metadataNamespace, 'text', set);
    const isBinding = bindings.has(resource.kind);
    if (isBinding) setSubjects(resource, options, set);
    visitFields(resource, isBinding ? withoutSubjects : resource.apiVersion === 'v1' ? core : others, 'text', set);
  };
}

function setSubjects(resource: Resource, options: NamespaceOptions, set: Visit): void {
  if (options.subjects === 'none') return;
  const subjects = resource.value?.['subjects'];
  if (isMissingOrNull(subjects)) return;
  if (!Array.isArray(subjects)) {
    throw new KustomizeError(
      'setting namespace on (cluster)role binding subjects: wrong node kind: expected SequenceNode',
      {
        reason: 'InvalidField',
        file: resource.file,
        line: resource.line || undefined,
        field: 'subjects',
      },
    );
  }
  for (const subject of subjects) {
    if (isFields(subject) && wantsNamespace(subject, options.subjects)) {
      set(subject, 'namespace', (subject['namespace'] ?? '') as Value);
    }
  }
}

function wantsNamespace(subject: { [key: string]: Value | undefined }, mode: SubjectMode): boolean {
  return mode === 'defaultOnly' ? subject['name'] === 'default' : subject['kind'] === 'ServiceAccount';
}
