import type { KubeObject } from '@flux19/objects';
import type { Owner } from '../apply/apply-options.ts';

/** A label or annotation and the value, in any case, that it must have. */
export type MetadataRule = readonly [key: string, value: string];

/** The opt-outs and switches that an owner's API group offers: `kustomize.toolkit.fluxcd.io/ssa: Ignore` and so on. */
export interface MetadataRules {
  readonly skip: readonly MetadataRule[];
  readonly skipIfPresent: readonly MetadataRule[];
  readonly force: readonly MetadataRule[];
  readonly keepForeignManagers: readonly MetadataRule[];
  readonly keepFromPruning: readonly MetadataRule[];
}

/** The rules of an owner's group. */
export function metadataRules({ group }: Pick<Owner, 'group'>): MetadataRules {
  const disabled: MetadataRule = [`${group}/reconcile`, 'disabled'];
  const ignored: MetadataRule = [`${group}/ssa`, 'ignore'];
  return {
    skip: [disabled, ignored],
    skipIfPresent: [[`${group}/ssa`, 'ifnotpresent']],
    force: [[`${group}/force`, 'enabled']],
    keepForeignManagers: [[`${group}/ssa`, 'merge']],
    keepFromPruning: [[`${group}/prune`, 'disabled'], disabled, ignored],
  };
}

/** True when a label or an annotation of the object satisfies one of the rules. */
export function satisfiesAny({ metadata }: KubeObject, rules: readonly MetadataRule[]): boolean {
  return rules.some(
    ([key, value]) => isValue(metadata.labels, key, value) || isValue(metadata.annotations, key, value),
  );
}

function isValue(entries: Readonly<Record<string, string>> | undefined, key: string, value: string): boolean {
  if (entries === undefined || !Object.hasOwn(entries, key)) return false;
  return String(entries[key]).toLowerCase() === value;
}
