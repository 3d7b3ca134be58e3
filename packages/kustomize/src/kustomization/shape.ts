/** The type of a field of the configuration, as its Go struct declares it. */
export type Shape =
  | 'string'
  | 'bool'
  | 'int'
  | 'any'
  | { readonly list: Shape }
  | { readonly map: Shape }
  | { readonly fields: Readonly<Record<string, Shape>> };

const strings: Shape = { list: 'string' };
const stringMap: Shape = { map: 'string' };
const gvk = { group: 'string', version: 'string', kind: 'string' } as const;

export const fieldSpecShape: Shape = { fields: { ...gvk, path: 'string', create: 'bool' } };

export const selectorShape: Shape = {
  fields: { ...gvk, name: 'string', namespace: 'string', annotationSelector: 'string', labelSelector: 'string' },
};

export const patchFields: Readonly<Record<string, Shape>> = {
  path: 'string',
  patch: 'string',
  target: selectorShape,
  options: { fields: { allowNameChange: 'bool', allowKindChange: 'bool' } },
};

const fieldOptions: Shape = {
  fields: { delimiter: 'string', index: 'int', encoding: 'string', create: 'bool' },
};

export const replacementShape: Shape = {
  fields: {
    source: { fields: { ...gvk, name: 'string', namespace: 'string', fieldPath: 'string', options: fieldOptions } },
    targets: {
      list: {
        fields: { select: selectorShape, reject: { list: selectorShape }, fieldPaths: strings, options: fieldOptions },
      },
    },
    sourceValue: 'string',
    path: 'string',
  },
};

export const imageFields: Readonly<Record<string, Shape>> = {
  name: 'string',
  newName: 'string',
  tagSuffix: 'string',
  newTag: 'string',
  digest: 'string',
};

const generatorOptions: Shape = {
  fields: { labels: stringMap, annotations: stringMap, disableNameSuffixHash: 'bool', immutable: 'bool' },
};

export const generatorFields: Readonly<Record<string, Shape>> = {
  namespace: 'string',
  name: 'string',
  behavior: 'string',
  literals: strings,
  files: strings,
  envs: strings,
  env: 'string',
  options: generatorOptions,
};

export const replicaShape: Shape = { fields: { name: 'string', count: 'int' } };

const sortOptionsShape: Shape = {
  fields: { order: 'string', legacySortOptions: { fields: { orderFirst: strings, orderLast: strings } } },
};

export const metadataShape: Shape = {
  fields: { name: 'string', namespace: 'string', labels: stringMap, annotations: stringMap },
};

const varShape: Shape = {
  fields: {
    name: 'string',
    objref: { fields: { apiVersion: 'string', ...gvk, name: 'string', namespace: 'string' } },
    fieldref: { fields: { fieldPath: 'string' } },
  },
};

/** Every field of a kustomization or component. */
export const kustomizationShape: { readonly fields: Readonly<Record<string, Shape>> } = {
  fields: {
    apiVersion: 'string',
    kind: 'string',
    metadata: metadataShape,
    openapi: stringMap,
    namePrefix: 'string',
    nameSuffix: 'string',
    namespace: 'string',
    commonLabels: stringMap,
    labels: {
      list: {
        fields: {
          pairs: stringMap,
          includeSelectors: 'bool',
          includeTemplates: 'bool',
          includeVolumeClaimTemplates: 'bool',
          fields: { list: fieldSpecShape },
        },
      },
    },
    commonAnnotations: stringMap,
    patchesStrategicMerge: strings,
    patchesJson6902: { list: { fields: patchFields } },
    patches: { list: { fields: patchFields } },
    images: { list: { fields: imageFields } },
    imageTags: { list: { fields: imageFields } },
    replacements: { list: replacementShape },
    replicas: { list: replicaShape },
    vars: { list: varShape },
    sortOptions: sortOptionsShape,
    resources: strings,
    components: strings,
    crds: strings,
    bases: strings,
    configMapGenerator: { list: { fields: generatorFields } },
    secretGenerator: { list: { fields: { ...generatorFields, type: 'string' } } },
    helmGlobals: 'any',
    helmCharts: { list: 'any' },
    helmChartInflationGenerator: { list: 'any' },
    generatorOptions,
    configurations: strings,
    generators: strings,
    transformers: strings,
    validators: strings,
    buildMetadata: strings,
  },
};
