import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import { oddManifests } from './odd-manifests.ts';
import { plugin } from './random-plugins.ts';

/** What a layer has beside its usual fields: lists are added to those of the same name. */
export interface Extras {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

const none: Extras = { fields: {}, files: {} };

/** Rarely used features, some of them wrong. */
export function extras(folder: string): fc.Arbitrary<Extras> {
  const one = fc.oneof(
    {
      weight: 6,
      arbitrary: oddManifests.map(([name, text]) => ({ fields: { resources: [name] }, files: { [name]: text } })),
    },
    { weight: 3, arbitrary: openApi },
    { weight: 2, arbitrary: plugin('generators', folder) },
    { weight: 4, arbitrary: plugin('transformers', folder) },
    { weight: 1, arbitrary: plugin('validators', folder) },
    { weight: 3, arbitrary: crds },
    { weight: 3, arbitrary: inner },
    { weight: 6, arbitrary: directives },
    { weight: 2, arbitrary: replacement.map((added) => ({ fields: { replacements: [added] }, files: {} })) },
    { weight: 3, arbitrary: generators },
    { weight: 1, arbitrary: wrong },
  );
  return fc
    .oneof({ weight: 3, arbitrary: fc.constant([]) }, { weight: 2, arbitrary: fc.array(one, { maxLength: 2 }) })
    .map((list) => list.reduce(join, none));
}

function join(left: Extras, right: Extras): Extras {
  return { fields: joinFields(left.fields, right.fields), files: { ...left.files, ...right.files } };
}

/** Fields of both; lists are put behind each other. */
export function joinFields(
  left: Readonly<Record<string, unknown>>,
  right: Readonly<Record<string, unknown>>,
): Record<string, unknown> {
  const joined: Record<string, unknown> = { ...left };
  for (const [name, value] of Object.entries(right)) {
    const before = joined[name];
    joined[name] = Array.isArray(before) && Array.isArray(value) ? [...new Set([...before, ...value])] : value;
  }
  return joined;
}

const widgetType = { group: 'example.com', version: 'v1', kind: 'Widget' };
const items = { type: 'array', items: { type: 'object' } };
const openApi: fc.Arbitrary<Extras> = fc.constantFrom<Extras>(
  { fields: { openapi: { version: 'v1.21.2' } }, files: {} },
  ...[{}, { 'x-kubernetes-patch-merge-key': 'name', 'x-kubernetes-patch-strategy': 'merge' }].flatMap((merge) =>
    ['', 'namespaces/{namespace}/'].map((place) => {
      const document = {
        definitions: {
          'com.example.v1.Widget': {
            properties: { spec: { type: 'object', properties: { items: { ...items, ...merge } } } },
            'x-kubernetes-group-version-kind': [widgetType],
          },
        },
        paths: { [`/apis/example.com/v1/${place}widgets`]: { get: { 'x-kubernetes-group-version-kind': widgetType } } },
      };
      return { fields: { openapi: { path: 'schema.json' } }, files: { 'schema.json': JSON.stringify(document) } };
    }),
  ),
);

const crds: fc.Arbitrary<Extras> = fc
  .constantFrom(
    'x-kubernetes-object-ref-name-key',
    'x-kubernetes-annotation',
    'x-kubernetes-label-selector',
    'x-kubernetes-identity',
  )
  .map((extension) => {
    const free = {
      type: 'string',
      [extension]: '',
      'x-kubernetes-object-ref-kind': 'ConfigMap',
      'x-kubernetes-object-ref-api-version': 'v1',
    };
    const document = {
      'example.com/v1.Widget': {
        Schema: {
          properties: {
            apiVersion: { type: 'string' },
            kind: { type: 'string' },
            metadata: { type: 'object' },
            spec: { $ref: 'example.com/v1.WidgetSpec' },
          },
        },
        Dependencies: [],
      },
      'example.com/v1.WidgetSpec': { Schema: { properties: { free, items: { type: 'array' } } }, Dependencies: [] },
    };
    return { fields: { crds: ['crd.json'] }, files: { 'crd.json': JSON.stringify(document) } };
  });

/** A component inside of a layer. */
const inner: fc.Arbitrary<Extras> = fc
  .constantFrom<Record<string, unknown>>(
    { namePrefix: 'in-' },
    { labels: [{ pairs: { inner: 'yes' }, includeSelectors: true }] },
    { namespace: 'inner' },
    { configMapGenerator: [{ name: 'inner-made', literals: ['a=1'] }] },
    { images: [{ name: 'nginx', newTag: 'inner' }], commonAnnotations: { inner: 'yes' } },
  )
  .map((fields) => {
    const component = { apiVersion: 'kustomize.config.k8s.io/v1alpha1', kind: 'Component', ...fields };
    return { fields: { components: ['inner'] }, files: { 'inner/kustomization.yaml': printYaml(component) } };
  });

/** Merge patches that say how they are merged. */
const directives: fc.Arbitrary<Extras> = fc
  .record({
    kind: fc.constantFrom('Deployment', 'StatefulSet', 'Job', 'Pod'),
    body: fc.constantFrom(
      'template: {spec: {containers: [{name: main, $patch: delete}]}}',
      'template: {spec: {containers: [{$patch: replace}, {name: new, image: redis}]}}',
      'template: {spec: {$setElementOrder/containers: [{name: side}, {name: main}], containers: [{name: side, image: redis}]}}',
      'template: {spec: {volumes: [{name: v1, $retainKeys: [name, emptyDir], emptyDir: {}}]}}',
      'template: {spec: {containers: [{name: main, args: [a], ports: [{containerPort: 80, $patch: delete}]}]}}',
      'template: {spec: {initContainers: [{name: main, $patch: delete}, {name: other, image: a}]}}',
      'template: {$patch: replace, spec: {containers: []}}',
      'template: null',
      '$patch: delete',
      'selector: {matchLabels: {$patch: replace, app: new}}',
      'template: {spec: {$deleteFromPrimitiveList/args: [a], containers: [{name: main, command: null}]}}',
    ),
    target: fc.constantFrom<Record<string, string>>(
      { kind: 'Deployment' },
      { kind: '.*' },
      { name: 'web' },
      { labelSelector: 'app' },
    ),
    options: fc.constantFrom<Readonly<Record<string, boolean>> | undefined>(
      undefined,
      { allowKindChange: true },
      { allowNameChange: true },
    ),
  })
  .map(({ kind, body, target, options }) => {
    // A generated resource whose kind changes gets another hash: see docs/conformance.md.
    const keepsKind = options?.['allowKindChange'] === true && target['kind'] !== 'Deployment';
    const apiVersion = kind === 'Pod' ? 'v1' : kind === 'Job' ? 'batch/v1' : 'apps/v1';
    const patch = `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata: {name: web}\nspec: {${body}}\n`;
    return {
      fields: { patches: [{ patch, target, ...(options === undefined || keepsKind ? {} : { options }) }] },
      files: {},
    };
  });

const replacement = fc
  .record({
    source: fc.constantFrom<Record<string, unknown>>(
      { source: { kind: 'ConfigMap', fieldPath: 'data.[k]' } },
      {
        source: {
          kind: 'Deployment',
          fieldPath: 'spec.template.spec.containers.[name=main].image',
          options: { delimiter: ':', index: 1 },
        },
      },
      { source: { kind: 'Service', fieldPath: 'spec.ports' } },
      { source: { kind: 'Widget', fieldPath: 'spec.free' } },
      {
        source: {
          kind: 'Secret',
          name: 'web',
          fieldPath: 'metadata.annotations.note',
          options: { delimiter: '-', index: 9 },
        },
      },
      { sourceValue: 'fixed-value' },
      { sourceValue: '7' },
    ),
    select: fc.constantFrom<Record<string, unknown>>(
      { kind: 'Deployment' },
      { kind: 'Widget' },
      { name: 'web' },
      { kind: 'ConfigMap' },
    ),
    fieldPaths: fc.constantFrom(
      ['spec.template.spec.containers.*.env.[name=A].value'],
      ['spec.template.spec.containers.[name=main].image', 'spec.template.spec.initContainers.*.image'],
      ['spec.items.-'],
      ['spec.items.*.name'],
      ['spec.items.0.size'],
      ['metadata.annotations.example\\.com/x'],
      ['metadata.annotations.[a.b/c]'],
      ['data.x\\.yaml', 'data.k'],
      ['spec.items.[name=web].size'],
      ['metadata.name'],
      ['spec'],
    ),
    options: fc.constantFrom(
      undefined,
      { create: true },
      { delimiter: '-', index: 0 },
      { delimiter: ':', index: 5, create: true },
      { delimiter: '', index: 1 },
      { encoding: 'base64' },
    ),
    reject: fc.constantFrom(undefined, [{ kind: 'Deployment', name: 'w.*' }], [{ namespace: 'team-a' }]),
  })
  .map(({ source, select, fieldPaths, options, reject }) => ({
    ...source,
    targets: [
      {
        select,
        fieldPaths,
        ...(options === undefined ? {} : { options }),
        ...(reject === undefined ? {} : { reject }),
      },
    ],
  }));

const generators: fc.Arbitrary<Extras> = fc
  .record({
    field: fc.constantFrom('configMapGenerator', 'secretGenerator'),
    args: fc.constantFrom<Record<string, unknown>>(
      { name: 'odd', literals: ["a='single'", 'b="double"', 'c=', 'd= spaced '] },
      { name: 'odd', envs: ['vars.env'], literals: ['MORE=again'] },
      { name: 'odd', files: ['bytes.txt'], options: { immutable: true } },
    ),
  })
  .map(({ field, args }) => ({ fields: { [field]: [args] }, files: { 'bytes.txt': 'tab\tand\r\nCR \u0001 é\n' } }));

/** What both refuse. */
const wrong: fc.Arbitrary<Extras> = fc
  .constantFrom<Record<string, unknown>>(
    ...['PrefixTransformer', 'LegacyOrderTransformer', 'ConfigMapGenerator', 'NoSuchTransformer'].map((kind) => ({
      transformers: [printYaml({ apiVersion: 'builtin', kind, metadata: { name: 'wrong' } })],
    })),
    { resources: ['../../outside'] },
    { resources: ['/etc/hostname'] },
    { resources: ['../top'] },
    { resources: ['missing.yaml'] },
    { components: ['../first'] },
    { helmCharts: [{ name: 'web', repo: 'https://example.com' }] },
    { nonsense: true },
    { configMapGenerator: [{ name: 'odd', literals: ['novalue'] }] },
    { configMapGenerator: [{ name: 'odd', files: ['a=missing.txt'] }] },
    { configMapGenerator: [{ name: 'odd', files: ['bad key=conf.txt'] }] },
    { configMapGenerator: [{ name: 'odd', literals: ['same=1', 'same=2'] }] },
    { configMapGenerator: [{ name: 'nowhere', behavior: 'replace', literals: ['x=1'] }] },
    { configMapGenerator: [{ literals: ['x=1'] }] },
    { configMapGenerator: [{ name: 'odd', type: 'kubernetes.io/tls', files: ['tls.crt=conf.txt'] }] },
    { openapi: { version: 'v1.0.0' } },
    { patches: [{ path: '../conf.txt' }] },
    { patches: [{ patch: 'kind: {', target: { kind: 'Pod' } }] },
    { labels: [{ pairs: { 'bad key': 'v' } }] },
    { commonAnnotations: { n: 1 } },
    { namespace: ['x'] },
    { replicas: [{ name: 'nobody', count: 1 }] },
    { configurations: ['missing.yaml'] },
    { vars: [{ name: 'V9', objref: { kind: 'Widget', name: 'nobody', apiVersion: 'example.com/v1' } }] },
    { resources: [printYaml({ a: 1 })] },
  )
  .map((fields) => ({ fields, files: {} }));
