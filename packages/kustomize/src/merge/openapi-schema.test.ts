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
});
