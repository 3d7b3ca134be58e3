import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';

type Field = 'generators' | 'transformers' | 'validators';

interface PluginUse {
  readonly fields: Readonly<Record<string, unknown>>;
  readonly files: Readonly<Record<string, string>>;
}

const path = (...paths: readonly string[]) => paths.map((one) => ({ path: one, create: true }));

/** Configurations of built-in plug-ins by where they belong. */
const configurations: Readonly<Record<Field, readonly (readonly [kind: string, rest: object])[]>> = {
  generators: [
    ['ConfigMapGenerator', { literals: ['a=1', 'b=x y'] }],
    ['ConfigMapGenerator', { files: ['conf.txt'], behavior: 'create' }],
    ['SecretGenerator', { envs: ['vars.env'], type: 'Opaque', options: { disableNameSuffixHash: true } }],
    [
      'IAMPolicyGenerator',
      { cloud: 'gke', kubernetesService: { name: 'k' }, serviceAccount: { name: 's', projectId: 'p' } },
    ],
  ],
  transformers: [
    [
      'PatchTransformer',
      { patch: 'kind: Widget\nmetadata: {name: web}\nspec: {extra: 1}', target: { kind: 'Widget' } },
    ],
    ['PrefixTransformer', { prefix: 'zz-', fieldSpecs: path('metadata/name') }],
    ['SuffixTransformer', { suffix: '-zz', fieldSpecs: [{ path: 'metadata/name', kind: 'Service' }] }],
    ['LabelTransformer', { labels: { l: '1' }, fieldSpecs: path('metadata/labels', 'spec/selector') }],
    ['AnnotationsTransformer', { annotations: { n: 'true' }, fieldSpecs: path('metadata/annotations') }],
    ['ImageTagTransformer', { imageTag: { name: 'nginx', newTag: '9' }, fieldSpecs: [{ path: 'spec/free' }] }],
    ['ReplicaCountTransformer', { replica: { name: 'web', count: 4 }, fieldSpecs: path('spec/replicas') }],
    ['NamespaceTransformer', { metadata: { name: 't', namespace: 'forced' }, fieldSpecs: path('metadata/namespace') }],
    [
      'PatchTransformer',
      { patch: '- {op: add, path: /metadata/annotations, value: {p: "1"}}', target: { kind: 'Service' } },
    ],
    [
      'PatchJson6902Transformer',
      {
        target: { kind: 'Widget', version: 'v1', group: 'example.com', name: 'web' },
        jsonOp: '[{"op":"test","path":"/kind","value":"Widget"}]',
      },
    ],
    [
      'PatchStrategicMergeTransformer',
      { patches: 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: web}\ndata: {p: q}\n' },
    ],
    [
      'ReplacementTransformer',
      {
        replacements: [
          {
            source: { kind: 'Service', fieldPath: 'metadata.name' },
            targets: [{ select: { kind: 'Widget' }, fieldPaths: ['spec.free'] }],
          },
        ],
      },
    ],
    ['ValueAddTransformer', { value: 'added', targets: [{ fieldPath: 'metadata/annotations/v' }], targetFilePath: '' }],
    ['HashTransformer', {}],
  ],
  // What sets a value that is there already is refused by the real program: see docs/conformance.md.
  validators: [['AnnotationsTransformer', { annotations: {}, fieldSpecs: path('metadata/annotations') }]],
};

/** A plug-in of a field, written into it or into a file. */
export function plugin(field: Field, folder: string): fc.Arbitrary<PluginUse> {
  return fc
    .record({ chosen: fc.constantFrom(...configurations[field]), isInline: fc.boolean() })
    .map(({ chosen: [kind, rest], isInline }) => {
      const name = `${folder}-made`;
      const text = printYaml({ apiVersion: 'builtin', kind, metadata: { name }, ...rest });
      const file = `${field}.yaml`;
      return isInline
        ? { fields: { [field]: [text] }, files: {} }
        : { fields: { [field]: [file] }, files: { [file]: text } };
    });
}
