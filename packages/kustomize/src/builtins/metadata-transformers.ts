import type { FieldSpec } from '../config/field-spec.ts';
import { KustomizeError } from '../engine/kustomize-error.ts';
import { affixField } from '../filters/affix-name.ts';
import { FieldSpecs } from '../filters/field-filter.ts';
import { setEntries, sortedEntries } from '../filters/set-entries.ts';
import { namespaceSetter, type SubjectMode } from '../filters/set-namespace.ts';
import { requireTextKey } from '../filters/set-new-text.ts';
import { type CompiledFieldSpec, compileFieldSpec } from '../filters/walk-field.ts';
import { isSelected } from '../identity/gvk.ts';
import type { Resource } from '../resources/resource.ts';
import { storePreviousId } from '../resources/store-previous-id.ts';
import type { Transformer } from './plugin.ts';

type Texts = Readonly<Record<string, string>>;

export function entriesTransformer(
  kind: 'LabelTransformer' | 'AnnotationsTransformer',
  map: Texts,
  specs: readonly FieldSpec[],
): Transformer {
  const entries = sortedEntries(map);
  const compiled = FieldSpecs.of(specs);
  return {
    kind,
    transform(list) {
      for (const resource of list.resources) setEntries(resource, entries, compiled, requireTextKey);
    },
  };
}

export interface NamespaceArgs {
  readonly namespace: string;
  readonly specs: readonly FieldSpec[];
  readonly unsetOnly?: boolean | undefined;
  readonly subjects?: string | undefined;
}

export function namespaceTransformer({ namespace, specs, unsetOnly, subjects }: NamespaceArgs): Transformer {
  const mode = subjects || 'defaultOnly';
  if (!['defaultOnly', 'none', 'allServiceAccounts'].includes(mode)) {
    throw new KustomizeError(
      `invalid value ${JSON.stringify(subjects)} for setRoleBindingSubjects: must be one of "defaultOnly", "none" or "allServiceAccounts"`,
      { reason: 'InvalidPlugin', field: 'setRoleBindingSubjects' },
    );
  }
  const set = namespaceSetter({ namespace, specs, unsetOnly, subjects: mode as SubjectMode });
  return {
    kind: 'NamespaceTransformer',
    transform(list) {
      if (namespace === '') return;
      for (const resource of list.resources) {
        if (resource.isEmpty) continue;
        storePreviousId(resource);
        set(resource);
      }
      checkConflicts(() => list.checkIds());
    },
  };
}

function checkConflicts(check: () => void): void {
  try {
    check();
  } catch (cause) {
    if (!(cause instanceof KustomizeError)) throw cause;
    throw new KustomizeError(`namespace transformation produces ID conflict: ${cause.message}`, {
      reason: 'DuplicateResource',
      file: cause.file,
      line: cause.line,
      field: 'namespace',
      cause,
    });
  }
}

const neverRenamed = [
  { kind: 'CustomResourceDefinition' },
  { group: 'apiregistration.k8s.io', kind: 'APIService' },
  { kind: 'Namespace' },
];

export function affixTransformer(
  kind: 'PrefixTransformer' | 'SuffixTransformer',
  affix: string,
  specs: readonly FieldSpec[] | undefined,
): Transformer {
  if (specs === undefined) {
    throw new KustomizeError('fieldSpecs is not expected to be nil', { reason: 'InvalidPlugin', field: 'fieldSpecs' });
  }
  const fields = specs.map(compileFieldSpec);
  const isPrefix = kind === 'PrefixTransformer';
  return {
    kind,
    transform(list) {
      for (const resource of list.resources) rename(resource, fields, affix, isPrefix);
      list.idsChanged();
    },
  };
}

function rename(resource: Resource, fields: readonly CompiledFieldSpec[], affix: string, isPrefix: boolean): void {
  const id = resource.originalId;
  if (neverRenamed.some((gvk) => isSelected(id, gvk))) return;
  for (const field of fields) {
    if (!isSelected(id, field.spec)) continue;
    if (field.spec.path === 'metadata/name' && affix !== '') remember(resource, affix, isPrefix);
    // The spec is matched again, against the kind of now.
    if (!isSelected(resource.gvk, field.spec)) continue;
    if (isPrefix) affixField(resource, field, affix, '');
    else affixField(resource, field, '', affix);
  }
}

function remember(resource: Resource, affix: string, isPrefix: boolean): void {
  if (isPrefix) resource.prefixes = [...resource.prefixes, affix];
  else resource.suffixes = [...resource.suffixes, affix];
  storePreviousId(resource);
}
