import { mergeFieldSpecs } from '../config/field-spec.ts';
import type { TransformerConfig } from '../config/transformer-config.ts';
import { wrapError } from '../engine/wrap-error.ts';
import type { Kustomization, Label } from '../kustomization/kustomization.ts';
import { affixTransformer, entriesTransformer, namespaceTransformer } from './metadata-transformers.ts';
import { jsonPatchTransformer, mergePatchesTransformer, patchTransformer } from './patch-transformers.ts';
import type { PluginHelp, Transformer } from './plugin.ts';
import { readReplacements } from './read-replacements.ts';
import { imageTransformer, replacementTransformer, replicaTransformer } from './value-transformers.ts';

/** The transformers that the fields of a kustomization ask for, in the order in which kustomize runs them. Throws KustomizeError. */
export function kustomizationTransformers(
  kustomization: Kustomization,
  config: TransformerConfig,
  help: PluginHelp,
): Transformer[] {
  return [
    ...patches(kustomization, help),
    ...names(kustomization, config),
    ...entries(kustomization, config),
    ...values(kustomization, config, help),
  ].map(({ kind, make }) => configure(kind, make));
}

interface Planned {
  readonly kind: string;
  readonly make: () => Transformer;
}

function patches(
  { patchesStrategicMerge: paths = [], patches: list = [] }: Kustomization,
  help: PluginHelp,
): Planned[] {
  const named = { kind: 'PatchStrategicMergeTransformer', make: () => mergePatchesTransformer(paths, '', help) };
  return [
    ...(paths.length > 0 ? [named] : []),
    ...list.map((patch) => ({ kind: 'PatchTransformer', make: () => patchTransformer(patch, help) })),
  ];
}

function names({ namespace, namePrefix, nameSuffix }: Kustomization, config: TransformerConfig): Planned[] {
  const planned: Planned[] = [];
  if (namespace) {
    planned.push({
      kind: 'NamespaceTransformer',
      make: () => namespaceTransformer({ namespace, specs: config.namespace }),
    });
  }
  if (namePrefix) {
    const kind = 'PrefixTransformer';
    planned.push({ kind, make: () => affixTransformer(kind, namePrefix, config.namePrefix) });
  }
  if (nameSuffix) {
    const kind = 'SuffixTransformer';
    planned.push({ kind, make: () => affixTransformer(kind, nameSuffix, config.nameSuffix) });
  }
  return planned;
}

function entries(kustomization: Kustomization, config: TransformerConfig): Planned[] {
  const planned: Planned[] = labelSets(kustomization, config).map(({ map, specs }) => ({
    kind: 'LabelTransformer',
    make: () => entriesTransformer('LabelTransformer', map, specs()),
  }));
  const annotations = kustomization.commonAnnotations ?? {};
  if (Object.keys(annotations).length > 0) {
    const kind = 'AnnotationsTransformer';
    planned.push({ kind, make: () => entriesTransformer(kind, annotations, config.commonAnnotations) });
  }
  return planned;
}

function values(kustomization: Kustomization, config: TransformerConfig, help: PluginHelp): Planned[] {
  const { patchesJson6902 = [], replicas = [], images = [], replacements = [] } = kustomization;
  const replacing = {
    kind: 'ReplacementTransformer',
    make: () => replacementTransformer(readReplacements(replacements, help)),
  };
  return [
    ...patchesJson6902.map(({ target, path, patch }) => ({
      kind: 'PatchJson6902Transformer',
      make: () => jsonPatchTransformer({ target, path, jsonOp: patch }, help),
    })),
    ...replicas.map((replica) => ({
      kind: 'ReplicaCountTransformer',
      make: () => replicaTransformer(replica, config.replicas),
    })),
    ...images.map((image) => ({ kind: 'ImageTagTransformer', make: () => imageTransformer(image, config.images) })),
    ...(replacements.length > 0 ? [replacing] : []),
  ];
}

function configure(kind: string, make: () => Transformer): Transformer {
  try {
    return make();
  } catch (cause) {
    throw wrapError(`trouble configuring builtin ${kind}`, cause);
  }
}

interface LabelSet {
  readonly map: Readonly<Record<string, string>>;
  readonly specs: () => TransformerConfig['labels'];
}

/** Each entry of `labels`, then `commonLabels`, which run even when empty once there is any. */
function labelSets({ labels, commonLabels }: Kustomization, config: TransformerConfig): LabelSet[] {
  const hasCommon = commonLabels !== undefined && Object.keys(commonLabels).length > 0;
  if (!labels?.length && !hasCommon) return [];
  return [
    ...(labels ?? []).map((label) => ({ map: label.pairs ?? {}, specs: () => labelSpecs(label, config) })),
    { map: commonLabels ?? {}, specs: () => config.commonLabels },
  ];
}

function labelSpecs(label: Label, config: TransformerConfig): TransformerConfig['labels'] {
  const own = mergeFieldSpecs(label.fields ?? [], config.labels);
  if (label.includeSelectors === true) return mergeFieldSpecs(own, config.commonLabels);
  const templates = label.includeTemplates === true ? mergeFieldSpecs(own, config.templateLabels) : own;
  const claims =
    label.includeVolumeClaimTemplates === true
      ? mergeFieldSpecs(templates, config.volumeClaimTemplateLabels)
      : templates;
  return mergeFieldSpecs(claims, [{ path: 'metadata/labels', create: true }]);
}
