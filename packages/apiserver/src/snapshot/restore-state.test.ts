import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator, SnapshotError, type StorageState } from '@flux19/apiserver';
import { startApi, type TestApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const definitions = '/apis/apiextensions.k8s.io/v1/customresourcedefinitions';
const things = '/apis/example.com/v1/namespaces/default/things';
const definition = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'things.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'things', kind: 'Thing' },
    versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
  },
};

async function filled(): Promise<TestApi> {
  const api = startApi();
  await api.post(definitions, definition);
  await api.post(things, { apiVersion: 'example.com/v1', kind: 'Thing', metadata: { name: 'one' } });
  await api.post(configMaps, { metadata: { name: 'a' }, data: { is: 'old' } });
  await api.post(configMaps, { metadata: { name: 'b' } });
  return api;
}

function record(object: object, resource = '/configmaps'): StorageState {
  return { revision: 1, records: [{ resource, namespace: '', name: '', revision: 1, json: JSON.stringify(object) }] };
}

suite('restore', () => {
  test('gives another server everything, custom resources included', async () => {
    const saved = (await filled()).server.snapshot();
    const api = startApi();
    api.server.restore(saved);
    assert.deepEqual((await api.get(`${configMaps}/a`)).body['data'], { is: 'old' });
    assert.equal((await api.get(`${things}/one`)).code, 200);
    const { body } = await api.get(configMaps);
    assert.ok(Number((body['metadata'] as { resourceVersion: string }).resourceVersion) > saved.revision);
    const again = startApi();
    again.server.restore(api.server.snapshot());
    assert.equal((await again.get(`${things}/one`)).code, 200);
  });

  test('brings a server back, and lets watches see the difference and nothing else', async () => {
    const api = await filled();
    const saved = api.server.snapshot();
    await api.merge(`${configMaps}/a`, { data: { is: 'new' } });
    await api.delete(`${configMaps}/b`);
    await api.post(configMaps, { metadata: { name: 'c' } });
    const before = Number(
      ((await api.get(configMaps)).body['metadata'] as { resourceVersion: string }).resourceVersion,
    );
    const request = new Request(`http://cluster${configMaps}?watch=1&resourceVersion=${before}`);
    const watch = await api.server.as(administrator)(request);
    api.server.restore(saved);
    await api.delete(definitions.concat('/things.example.com'));
    api.server.close();
    const events = (await watch.text())
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));
    assert.deepEqual(
      events.map(({ type, object }) => `${type} ${object.metadata.name} ${JSON.stringify(object.data)}`).toSorted(),
      ['ADDED b undefined', 'DELETED c undefined', 'MODIFIED a {"is":"old"}'],
    );
    for (const { object } of events) assert.ok(Number(object.metadata.resourceVersion) > before);
  });

  test('refuses what makes no sense, and changes nothing then', async () => {
    const api = await filled();
    const { revision } = api.server.snapshot();
    const metadata = { name: 'x', namespace: 'default', uid: '1' };
    const map = { apiVersion: 'v1', kind: 'ConfigMap', metadata };
    const twice = { revision: 1, records: [...record(map).records, ...record(map).records] };
    const cases: readonly (readonly [StorageState, RegExp])[] = [
      [record({}), /an object has no metadata/],
      [
        record(map, 'example.com/widgets'),
        /ConfigMap "default\/x": nothing defines the resource "example.com\/widgets"/,
      ],
      [record({ ...map, kind: 'Secret' }), /objects of \/configmaps are of kind ConfigMap in v1/],
      [record({ ...map, data: 7 }), /ConfigMap "default\/x": .*cannot unmarshal/],
      [record({ ...map, metadata: { ...metadata, name: '../x' } }), /metadata.name: Invalid value/],
      [record({ ...map, metadata: { name: 'x', namespace: 'default' } }), /metadata.uid: Required value/],
      [record({ ...map, metadata: { name: 'x', uid: '1' } }), /metadata.namespace: Required value/],
      [twice, /ConfigMap "default\/x" is there more than once/],
    ];
    for (const [state, why] of cases) {
      assert.throws(
        () => api.server.restore(state),
        (thrown) => thrown instanceof SnapshotError && why.test(thrown.message),
        String(why),
      );
    }
    assert.equal(api.server.snapshot().revision, revision);
  });
});
