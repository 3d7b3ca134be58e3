import fc from 'fast-check';

const head = (kind: string, name: string, apiVersion = 'v1') =>
  `apiVersion: ${apiVersion}\nkind: ${kind}\nmetadata:\n  name: ${name}\n`;

/** Files of resources that are written in rare ways, by name. */
const files: Readonly<Record<string, string>> = {
  'anchors.yaml': `${head('ConfigMap', 'anchors')}  labels: &l {app: web, tier: db}\n  annotations: *l\ndata:\n  a: &a one\n  b: *a\n  c: !!str 12\n`,
  'merge-keys.yaml': `${head('Widget', 'merged', 'example.com/v1')}spec:\n  base: &base {a: 1, b: 2}\n  more:\n    <<: *base\n    b: 3\n`,
  'numbers.yaml': `${head('Widget', 'numbers', 'example.com/v1')}spec:\n  big: 123456789012345678901234567890\n  long: 9223372036854775807\n  longer: 18446744073709551615\n  octal: 0o17\n  old: 017\n  hex: 0xff\n  float: 1.10\n  exp: 1e3\n  under: 1_000\n  neg: -0\n`,
  'infinity.yaml': `${head('Widget', 'infinite', 'example.com/v1')}spec: {inf: .inf}\n`,
  'texts.yaml': `${head('ConfigMap', 'texts')}data:\n  folded: >-\n    one\n    two\n\n    three\n  literal: |+\n    keep\n\n  quoted: "a\\tb\\u00e9\\n"\n  single: 'it''s'\n  plain: y\n  date: 2020-01-02\n  empty:\n  time: 12:30:45\n`,
  'comments.yaml': `# top\n${head('ConfigMap', 'comments')}  # inside\n  labels: # behind\n    app: web # end\ndata:\n  k: v\n  # last\n`,
  'list.yaml': `apiVersion: v1\nkind: List\nitems:\n- ${head('ConfigMap', 'listed').trimEnd().replaceAll('\n', '\n  ')}\n- ${head('Namespace', 'listed-space').trimEnd().replaceAll('\n', '\n  ')}\n`,
  'empty-list.yaml': 'apiVersion: v1\nkind: ConfigMapList\nitems: []\n',
  'stream.yaml': `---\n---\n${head('ConfigMap', 'streamed')}---\n# nothing\n---\n${head('Secret', 'streamed')}data: {k: aGk=}\n...\n---\n`,
  'local.yaml': `${head('ConfigMap', 'local')}  annotations: {config.kubernetes.io/local-config: "true"}\n`,
  'crd.yaml': `${head('CustomResourceDefinition', 'widgets.example.com', 'apiextensions.k8s.io/v1')}spec:\n  group: example.com\n  names: {kind: Widget, plural: widgets}\n  scope: Cluster\n  versions: [{name: v1, served: true, storage: true, schema: {openAPIV3Schema: {type: object}}}]\n`,
  'webhook.yaml': `${head('ValidatingWebhookConfiguration', 'hook', 'admissionregistration.k8s.io/v1')}webhooks:\n- name: a.example.com\n  clientConfig: {service: {name: web, namespace: team-a, path: /x}}\n`,
  'service-entry.yaml': `${head('APIService', 'v1.example.com', 'apiregistration.k8s.io/v1')}spec: {service: {name: web, namespace: default}, group: example.com}\n`,
  'no-name.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata: {}\n',
  'no-kind.yaml': 'apiVersion: v1\nmetadata: {name: x}\n',
  'generate-name.yaml': 'apiVersion: batch/v1\nkind: Job\nmetadata: {generateName: run-}\n',
  'twice.yaml': `${head('ConfigMap', 'twice')}data: {a: "1", a: "2"}\n`,
  'nulls.yaml': `${head('ConfigMap', 'nulls')}  namespace: null\n  labels: null\n  annotations: {}\ndata: null\n`,
  'number-labels.yaml': `${head('ConfigMap', 'labelled')}  labels: {n: 1, b: true}\n`,
  'number-keys.yaml': `${head('ConfigMap', 'keyed')}data: {1: a, true: b, 2.5: c}\n`,
  'behavior.yaml': `${head('ConfigMap', 'first-a')}  annotations: {internal.config.kubernetes.io/generatorBehavior: merge}\n`,
  'broken.yaml': 'apiVersion: v1\n  kind: [\n',
  'scalar.yaml': 'just text\n',
};

export const oddManifests: fc.Arbitrary<readonly [string, string]> = fc.constantFrom(...Object.entries(files));
