import type { FieldSpec } from '../config/field-spec.ts';
import type { Fields } from '../values/value.ts';

/** Selects resources: empty parts match all; group to namespace are anchored regular expressions. */
export interface Selector {
  readonly group?: string | undefined;
  readonly version?: string | undefined;
  readonly kind?: string | undefined;
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly annotationSelector?: string | undefined;
  readonly labelSelector?: string | undefined;
}

export interface Patch {
  readonly path?: string | undefined;
  readonly patch?: string | undefined;
  readonly target?: Selector | undefined;
  readonly options?: { readonly allowNameChange?: boolean; readonly allowKindChange?: boolean } | undefined;
}

export interface Image {
  readonly name?: string | undefined;
  readonly newName?: string | undefined;
  readonly tagSuffix?: string | undefined;
  readonly newTag?: string | undefined;
  readonly digest?: string | undefined;
}

export interface FieldOptions {
  readonly delimiter?: string | undefined;
  readonly index?: number | undefined;
  readonly encoding?: string | undefined;
  readonly create?: boolean | undefined;
}

export interface SourceSelector extends Omit<Selector, 'annotationSelector' | 'labelSelector'> {
  readonly fieldPath?: string | undefined;
  readonly options?: FieldOptions | undefined;
}

export interface ReplacementTarget {
  readonly select?: Selector | undefined;
  readonly reject?: readonly Selector[] | undefined;
  readonly fieldPaths?: readonly string[] | undefined;
  readonly options?: FieldOptions | undefined;
}

export interface Replacement {
  readonly source?: SourceSelector | undefined;
  readonly sourceValue?: string | undefined;
  readonly targets?: readonly ReplacementTarget[] | undefined;
}

export interface GeneratorOptions {
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
  readonly disableNameSuffixHash?: boolean | undefined;
  readonly immutable?: boolean | undefined;
}

/** A ConfigMap or Secret to generate; `type` only for Secrets. */
export interface GeneratorArgs {
  readonly name?: string | undefined;
  readonly namespace?: string | undefined;
  readonly behavior?: string | undefined;
  readonly literals?: readonly string[] | undefined;
  readonly files?: readonly string[] | undefined;
  readonly envs?: readonly string[] | undefined;
  readonly env?: string | undefined;
  readonly options?: GeneratorOptions | undefined;
  readonly type?: string | undefined;
}

export interface Label {
  readonly pairs?: Readonly<Record<string, string>> | undefined;
  readonly includeSelectors?: boolean | undefined;
  readonly includeTemplates?: boolean | undefined;
  readonly includeVolumeClaimTemplates?: boolean | undefined;
  readonly fields?: readonly FieldSpec[] | undefined;
}

export interface Variable {
  readonly name?: string | undefined;
  readonly objref?: {
    readonly apiVersion?: string;
    readonly group?: string;
    readonly version?: string;
    readonly kind?: string;
    readonly name?: string;
    readonly namespace?: string;
  };
  readonly fieldref?: { readonly fieldPath?: string };
}

export interface SortOptions {
  readonly order?: string | undefined;
  readonly legacySortOptions?:
    | { readonly orderFirst?: readonly string[]; readonly orderLast?: readonly string[] }
    | undefined;
}

export interface Replica {
  readonly name?: string | undefined;
  readonly count?: number | undefined;
}

/** A kustomization or component after reading: legacy spellings are moved to the current fields. */
export interface Kustomization {
  readonly apiVersion: string;
  readonly kind: string;
  readonly openapi?: Readonly<Record<string, string>> | undefined;
  readonly namePrefix?: string | undefined;
  readonly nameSuffix?: string | undefined;
  readonly namespace?: string | undefined;
  readonly commonLabels?: Readonly<Record<string, string>> | undefined;
  readonly labels?: readonly Label[] | undefined;
  readonly commonAnnotations?: Readonly<Record<string, string>> | undefined;
  readonly patchesStrategicMerge?: readonly string[] | undefined;
  readonly patchesJson6902?: readonly Patch[] | undefined;
  readonly patches?: readonly Patch[] | undefined;
  readonly images?: readonly Image[] | undefined;
  readonly replacements?: readonly (Replacement & { readonly path?: string })[] | undefined;
  readonly replicas?: readonly Replica[] | undefined;
  readonly vars?: readonly Variable[] | undefined;
  readonly sortOptions?: SortOptions | undefined;
  readonly resources?: readonly string[] | undefined;
  readonly components?: readonly string[] | undefined;
  readonly crds?: readonly string[] | undefined;
  readonly configMapGenerator?: readonly GeneratorArgs[] | undefined;
  readonly secretGenerator?: readonly GeneratorArgs[] | undefined;
  readonly helmCharts?: readonly unknown[] | undefined;
  readonly helmGlobals?: Fields | undefined;
  readonly generatorOptions?: GeneratorOptions | undefined;
  readonly configurations?: readonly string[] | undefined;
  readonly generators?: readonly string[] | undefined;
  readonly transformers?: readonly string[] | undefined;
  readonly validators?: readonly string[] | undefined;
  readonly buildMetadata?: readonly string[] | undefined;
}
