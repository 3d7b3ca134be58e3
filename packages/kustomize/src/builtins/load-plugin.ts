import { KustomizeError } from '../engine/kustomize-error.ts';
import { wrapError } from '../engine/wrap-error.ts';
import { hashOf } from '../generators/hash-name.ts';
import { generateResource } from '../generators/make-resource.ts';
import { gvkText, idText } from '../identity/gvk.ts';
import { DecodeError, decode } from '../kustomization/decode.ts';
import {
  fieldSpecShape,
  generatorFields,
  imageFields,
  metadataShape,
  patchFields,
  replacementShape,
  replicaShape,
  type Shape,
  selectorShape,
} from '../kustomization/shape.ts';
import type { Resource } from '../resources/resource.ts';
import type { ResourceList } from '../resources/resource-list.ts';
import { storePreviousId } from '../resources/store-previous-id.ts';
import { iamPolicyShape, makeIamPolicy } from './iam-policy.ts';
import { affixTransformer, entriesTransformer, namespaceTransformer } from './metadata-transformers.ts';
import { jsonPatchTransformer, mergePatchesTransformer, patchTransformer } from './patch-transformers.ts';
import type { Plugin, PluginHelp, Transformer } from './plugin.ts';
import { readReplacements } from './read-replacements.ts';
import { readValueTargets, valueTargetsShape } from './read-value-targets.ts';
import {
  imageTransformer,
  replacementTransformer,
  replicaTransformer,
  valueAddTransformer,
} from './value-transformers.ts';

interface Loader {
  readonly shape: Shape;
  // biome-ignore lint/suspicious/noExplicitAny: the shape beside it has just checked the type.
  readonly make: (config: any, help: PluginHelp) => Plugin;
}

const fieldSpecs: Shape = { list: fieldSpecShape };
const texts: Shape = { map: 'string' };

/** Renames every generated resource that asks for it by the hash of its content. */
export function hashTransformer(): Transformer {
  return {
    kind: 'HashTransformer',
    transform(list) {
      for (const resource of list.resources) {
        if (!resource.needsHash) continue;
        const hash = hashOf(resource);
        storePreviousId(resource);
        resource.setName(`${resource.name}-${hash}`);
      }
      list.idsChanged();
    },
  };
}

function generator(kind: 'ConfigMap' | 'Secret'): Loader {
  return {
    shape: { fields: { metadata: metadataShape, ...generatorFields, type: 'string' } },
    make: ({ metadata = {}, ...args }, help) => {
      const full = { ...args, name: args.name || metadata.name, namespace: args.namespace || metadata.namespace };
      return { kind: `${kind}Generator`, generate: () => [generateResource(kind, full, help.load)] };
    },
  };
}

function affix(kind: 'PrefixTransformer' | 'SuffixTransformer', field: 'prefix' | 'suffix'): Loader {
  return {
    shape: { fields: { [field]: 'string', fieldSpecs } },
    make: (config) => affixTransformer(kind, config[field] ?? '', config.fieldSpecs),
  };
}

function entries(kind: 'LabelTransformer' | 'AnnotationsTransformer', field: 'labels' | 'annotations'): Loader {
  return {
    shape: { fields: { [field]: texts, fieldSpecs } },
    make: (config) => entriesTransformer(kind, config[field] ?? {}, config.fieldSpecs ?? []),
  };
}

const loaders: Readonly<Record<string, Loader>> = {
  AnnotationsTransformer: entries('AnnotationsTransformer', 'annotations'),
  ConfigMapGenerator: generator('ConfigMap'),
  HashTransformer: { shape: { fields: {} }, make: () => hashTransformer() },
  HelmChartInflationGenerator: {
    shape: 'any',
    make: () => {
      throw new KustomizeError('must specify --enable-helm: charts cannot be rendered here yet', {
        reason: 'HelmNotEnabled',
        field: 'helmCharts',
      });
    },
  },
  IAMPolicyGenerator: { shape: iamPolicyShape, make: makeIamPolicy },
  ImageTagTransformer: {
    shape: { fields: { imageTag: { fields: imageFields }, fieldSpecs } },
    make: (config) => imageTransformer(config.imageTag ?? {}, config.fieldSpecs ?? []),
  },
  LabelTransformer: entries('LabelTransformer', 'labels'),
  NamespaceTransformer: {
    shape: { fields: { metadata: metadataShape, fieldSpecs, unsetOnly: 'bool', setRoleBindingSubjects: 'string' } },
    make: ({ metadata = {}, fieldSpecs: specs = [], unsetOnly, setRoleBindingSubjects }) =>
      namespaceTransformer({ namespace: metadata.namespace ?? '', specs, unsetOnly, subjects: setRoleBindingSubjects }),
  },
  PatchJson6902Transformer: {
    shape: { fields: { target: selectorShape, path: 'string', jsonOp: 'string' } },
    make: jsonPatchTransformer,
  },
  PatchStrategicMergeTransformer: {
    shape: { fields: { paths: { list: 'string' }, patches: 'string' } },
    make: (config, help) => mergePatchesTransformer(config.paths ?? [], config.patches ?? '', help),
  },
  PatchTransformer: { shape: { fields: patchFields }, make: patchTransformer },
  PrefixSuffixTransformer: {
    shape: { fields: { prefix: 'string', suffix: 'string', fieldSpecs } },
    make: ({ prefix = '', suffix = '', fieldSpecs: specs }) => {
      const both = [
        affixTransformer('PrefixTransformer', prefix, specs),
        affixTransformer('SuffixTransformer', suffix, specs),
      ];
      return {
        kind: 'PrefixSuffixTransformer',
        transform: (list: ResourceList) => {
          for (const one of both) one.transform(list);
        },
      };
    },
  },
  PrefixTransformer: affix('PrefixTransformer', 'prefix'),
  ReplacementTransformer: {
    shape: { fields: { replacements: { list: replacementShape } } },
    make: (config, help) => replacementTransformer(readReplacements(config.replacements ?? [], help)),
  },
  ReplicaCountTransformer: {
    shape: { fields: { replica: replicaShape, fieldSpecs } },
    make: (config) => replicaTransformer(config.replica ?? {}, config.fieldSpecs ?? []),
  },
  SecretGenerator: generator('Secret'),
  SuffixTransformer: affix('SuffixTransformer', 'suffix'),
  ValueAddTransformer: {
    shape: { fields: { value: 'string', targetFilePath: 'string', targets: valueTargetsShape } },
    make: (config, help) =>
      valueAddTransformer((config.value ?? '').trim() || help.folderName, readValueTargets(config, help)),
  },
};

/** Makes a built-in plug-in from its configuration, a resource with apiVersion `builtin`. Throws KustomizeError. */
export function loadPlugin(config: Resource, help: PluginHelp): Plugin {
  const details = { file: config.file, line: config.line || undefined };
  if (config.apiVersion !== 'builtin') {
    throw new KustomizeError(`external plugins disabled; unable to load external plugin '${config.kind}'`, {
      reason: 'PluginNotAllowed',
      ...details,
    });
  }
  const loader = Object.hasOwn(loaders, config.kind) ? loaders[config.kind] : undefined;
  if (loader === undefined) {
    throw new KustomizeError(`unable to load builtin ${gvkText(config.gvk)}`, { reason: 'UnknownPlugin', ...details });
  }
  try {
    return loader.make(read(config, loader.shape), help);
  } catch (cause) {
    throw wrapError(`plugin ${idText(config.id)} fails configuration`, cause, details);
  }
}

function read(config: Resource, shape: Shape): unknown {
  try {
    return decode(config.value ?? {}, shape, { lenient: true, name: config.kind }) ?? {};
  } catch (cause) {
    if (!(cause instanceof DecodeError)) throw cause;
    throw new KustomizeError(`error unmarshaling JSON: while decoding JSON: ${cause.message}`, {
      reason: 'InvalidPlugin',
      field: cause.path,
      cause,
    });
  }
}
