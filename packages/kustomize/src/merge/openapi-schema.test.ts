import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createKustomizeEngine, memoryTree } from '@flux19/kustomize';

const group = 'example.com';

/** A path at which objects of a kind are read. */
function path(kind: string, isNamespaced: boolean): Record<string, unknown> {
  const place = isNamespaced ? 'namespaces/{namespace}/' : '';
  const type = { group, version: 'v1', kind };
  return { [`/apis/${group}/v1/${place}${kind}`]: { get: { 'x-kubernetes-group-version-kind': type } } };
}

function build(schema: unknown, kustomization: Record<string, unknown>, kinds: readonly string[]): string {
  const objects = kinds.map((kind) => ({
    apiVersion: `${group}/v1`,
    kind,
    metadata: { name: 'a' },
    spec: { items: [{ name: 'x', size: 1 }] },
  }));
  const files = new Map([
    ['/app/schema.json', JSON.stringify(schema)],
    ['/app/a.yaml', objects.map((object) => JSON.stringify(object)).join('\n---\n')],
    [
      '/app/kustomization.yaml',
      JSON.stringify({ resources: ['a.yaml'], openapi: { path: 'schema.json' }, ...kustomization }),
    ],
  ]);
  return createKustomizeEngine({ files: memoryTree(files) })
    .build('app')
    .toYaml();
}

suite('a schema that openapi names', () => {
  test('tells by its paths which kinds are cluster scoped', () => {
    const paths = { ...path('Widget', false), ...path('Gadget', false), ...path('Gadget', true) };
    const text = build({ paths }, { namespace: 'team' }, ['Gadget', 'Widget']);
    assert.deepEqual(text.match(/^kind: .*|namespace: .*/gm), ['kind: Gadget', 'namespace: team', 'kind: Widget']);
  });

  test('lets no path change the scope of a built-in kind', () => {
    const get = { 'x-kubernetes-group-version-kind': { group: '', version: 'v1', kind: 'ConfigMap' } };
    const kustomization = { namespace: 'team', resources: [], configMapGenerator: [{ name: 'made' }] };
    assert.match(build({ paths: { '/api/v1/configmaps': { get } } }, kustomization, []), /namespace: team/);
  });

  test('tells by which field the items of a list are merged', () => {
    const items = {
      type: 'array',
      items: { type: 'object' },
      'x-kubernetes-patch-merge-key': 'name',
      'x-kubernetes-patch-strategy': 'merge',
    };
    const definitions = {
      Widget: {
        properties: { spec: { properties: { items } } },
        'x-kubernetes-group-version-kind': [{ group, version: 'v1', kind: 'Widget' }],
      },
    };
    const patch = `apiVersion: ${group}/v1\nkind: Widget\nmetadata: {name: a}\nspec: {items: [{name: x, color: red}]}\n`;
    assert.match(
      build({ definitions }, { patches: [{ patch }] }, ['Widget']),
      /items:\n {2}- color: red\n {4}name: x\n {4}size: 1\n/,
    );
  });

  test('stands beside the built-in ones once a patch was merged or a plug-in read, and instead of them before, each time', () => {
    const env = ['1', '2'].map((value) => ({ name: 'A', value }));
    const pod = (spec: unknown) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'p' }, spec });
    const outcome = (base: Readonly<Record<string, unknown>>): readonly number[] => {
      const files = new Map(
        Object.entries({
          '/base/a.yaml': { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' } },
          '/base/kustomization.yaml': { resources: ['a.yaml'], ...base },
          '/schema/p.yaml': pod({ containers: [{ name: 'c', env }] }),
          '/schema/schema.json': {},
          '/schema/kustomization.yaml': { resources: ['p.yaml'], openapi: { path: 'schema.json' } },
          '/app/kustomization.yaml': {
            resources: ['../base', '../schema'],
            patches: [{ patch: JSON.stringify(pod({ nodeName: 'n' })) }],
          },
        }).map(([name, value]) => [name, JSON.stringify(value)] as const),
      );
      const engine = createKustomizeEngine({ files: memoryTree(files) });
      return [1, 2, 3].map(
        () =>
          engine
            .build('app')
            .toYaml()
            .match(/name: A/g)?.length ?? 0,
      );
    };
    const patch = JSON.stringify({ apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { k: 'v' } });
    assert.deepEqual(outcome({}), [2, 2, 2]);
    assert.deepEqual(outcome({ patches: [{ patch }] }), [1, 1, 1]);
    // The kind of a plug-in is none of the built-in ones.
    const transformer = JSON.stringify({
      apiVersion: 'builtin',
      kind: 'AnnotationsTransformer',
      metadata: { name: 't' },
      annotations: {},
    });
    assert.deepEqual(outcome({ transformers: [transformer] }), [1, 1, 1]);
  });
});
