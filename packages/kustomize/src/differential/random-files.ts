import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import type { Manifest } from './random-objects.ts';

/** How the manifests of a layer are spread over files. */
const layouts = ['each', 'each', 'stream', 'list', 'json', 'kindList'] as const;

function print(value: unknown): string {
  return printYaml(value, { sortKeys: false });
}

/** Files that hold manifests, by name. */
export function manifestFiles(manifests: readonly Manifest[]): fc.Arbitrary<Record<string, string>> {
  return fc.constantFrom(...layouts).map((layout) => {
    if (manifests.length === 0) return {};
    switch (layout) {
      case 'stream':
        return { 'all.yaml': `# head\n---\n${manifests.map(print).join('--- # next\n')}---\n` };
      case 'list':
        return { 'list.yaml': print({ apiVersion: 'v1', kind: 'List', items: manifests }) };
      case 'kindList':
        // Items of other lists go through JSON upstream, which puts all their texts in quotes.
        return { 'more.yaml': print({ apiVersion: 'example.com/v1', kind: 'WidgetList', items: manifests }) };
      case 'json':
        return Object.fromEntries(
          manifests.map((object, index) => [`r${index}.json`, JSON.stringify(object, null, 1)]),
        );
      default:
        return Object.fromEntries(manifests.map((object, index) => [`r${index}.yaml`, print(object)]));
    }
  });
}

/** Extra transformer configurations. */
export const configurationFile: fc.Arbitrary<string | undefined> = fc.constantFrom(
  undefined,
  undefined,
  undefined,
  undefined,
  print({
    nameReference: [
      {
        kind: 'Widget',
        fieldSpecs: [
          { path: 'spec/items/name', kind: 'Widget' },
          { path: 'data/k', kind: 'ConfigMap' },
        ],
      },
    ],
    images: [{ path: 'spec/free', kind: 'Widget' }],
  }),
  print({
    namePrefix: [{ path: 'metadata/name', kind: 'Widget' }],
    commonLabels: [{ path: 'spec/labels', kind: 'Widget', create: true }],
    namespace: [{ path: 'spec/where', kind: 'Widget', create: true }],
    replicas: [{ path: 'spec/free', kind: 'Widget' }],
  }),
);
