import { KustomizeError } from '../engine/kustomize-error.ts';
import { type FieldSpec, gvkOf, mergeFieldSpecs } from './field-spec.ts';

/** Fields that hold the name of a resource of one kind. */
export interface NameReference {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
  readonly fieldSpecs: readonly FieldSpec[];
}

/** Which fields the transformers of a kustomization work on. */
export interface TransformerConfig {
  readonly namePrefix: readonly FieldSpec[];
  readonly nameSuffix: readonly FieldSpec[];
  readonly namespace: readonly FieldSpec[];
  readonly commonLabels: readonly FieldSpec[];
  readonly labels: readonly FieldSpec[];
  readonly templateLabels: readonly FieldSpec[];
  readonly volumeClaimTemplateLabels: readonly FieldSpec[];
  readonly commonAnnotations: readonly FieldSpec[];
  readonly nameReference: readonly NameReference[];
  readonly varReference: readonly FieldSpec[];
  readonly images: readonly FieldSpec[];
  readonly replicas: readonly FieldSpec[];
}

export const emptyConfig: TransformerConfig = {
  namePrefix: [],
  nameSuffix: [],
  namespace: [],
  commonLabels: [],
  labels: [],
  templateLabels: [],
  volumeClaimTemplateLabels: [],
  commonAnnotations: [],
  nameReference: [],
  varReference: [],
  images: [],
  replicas: [],
};

const listNames = [
  'namePrefix',
  'nameSuffix',
  'namespace',
  'commonLabels',
  'labels',
  'templateLabels',
  'volumeClaimTemplateLabels',
  'commonAnnotations',
  'varReference',
  'images',
  'replicas',
] as const;

/** Both configurations as one; the first is returned when the second adds nothing. */
export function mergeConfigs(base: TransformerConfig, added: TransformerConfig): TransformerConfig {
  if (base === added || added === emptyConfig) return base;
  if (base === emptyConfig && checked.has(added)) return added;
  const merged: Record<string, unknown> = {};
  for (const name of listNames) {
    try {
      merged[name] = mergeFieldSpecs(base[name], added[name]);
    } catch (cause) {
      const label = name === 'namespace' ? 'NameSpace' : name.charAt(0).toUpperCase() + name.slice(1);
      throw new KustomizeError(`failed to merge ${label} fieldSpec: conflicting fieldspecs`, {
        reason: 'InvalidConfiguration',
        field: name,
        cause,
      });
    }
  }
  merged['nameReference'] = mergeReferences(base.nameReference, added.nameReference);
  const result = sortConfig(merged as unknown as TransformerConfig);
  if (base === emptyConfig) checked.add(result);
  return result;
}

function mergeReferences(base: readonly NameReference[], added: readonly NameReference[]): readonly NameReference[] {
  const result = [...base];
  for (const reference of added) {
    const index = result.findIndex((other) => sameKind(other, reference));
    const old = result[index];
    if (old === undefined) result.push(reference);
    else result[index] = { ...old, fieldSpecs: mergeFieldSpecs(old.fieldSpecs, reference.fieldSpecs) };
  }
  return result;
}

function sameKind(left: NameReference, right: NameReference): boolean {
  return sortKey(left) === sortKey(right);
}

/** Configurations in order, in which no spec makes another needless: merged into an empty one, they stay as they are. */
const checked = new WeakSet<TransformerConfig>();

function sortConfig(config: TransformerConfig): TransformerConfig {
  const result = { ...config } as Record<string, unknown>;
  for (const name of [...listNames, 'nameReference'] as const) {
    const list = config[name] as readonly FieldSpec[];
    result[name] = list
      .map((spec) => ({ spec, key: sortKey(spec) }))
      .sort(byKey)
      .map(({ spec }) => spec);
  }
  return result as unknown as TransformerConfig;
}

function byKey(left: { key: string }, right: { key: string }): number {
  return left.key < right.key ? -1 : left.key > right.key ? 1 : 0;
}

function sortKey(spec: Pick<FieldSpec, 'group' | 'version' | 'kind'>): string {
  const { group, version, kind } = gvkOf({ ...spec, path: '' });
  return `${group || '~G'}_${version || '~V'}_${kind || '~K'}`;
}
