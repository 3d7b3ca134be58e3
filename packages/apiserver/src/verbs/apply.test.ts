import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const deployments = '/apis/apps/v1/namespaces/default/deployments';
const web = `${deployments}/web`;

const deployment = (spec: JsonObject = {}): JsonObject => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web' },
  spec: {
    selector: { matchLabels: { app: 'web' } },
    template: {
      metadata: { labels: { app: 'web' } },
      spec: { containers: [{ name: 'web', image: 'web:1', resources: { limits: { cpu: '1000m' } } }] },
    },
    ...spec,
  },
});
const metadataOf = (body: JsonObject) => body['metadata'] as JsonObject;
const managersOf = (body: JsonObject) =>
  (metadataOf(body)['managedFields'] as JsonObject[]).map((one) => one['manager']);

suite('server-side apply', () => {
  test('creates, and changes nothing the second time although values were defaulted and normalised', async () => {
    const api = startApi();
    const created = await api.apply(`${web}?fieldManager=flux`, deployment());
    assert.equal(created.code, 201);
    await api.clock.advance(60_000);
    for (let i = 0; i < 2; i++) {
      const again = await api.apply(`${web}?fieldManager=flux`, deployment());
      assert.equal(again.code, 200);
      assert.deepEqual(again.body, created.body);
    }
  });

  test('wants a field manager', async () => {
    const refused = await startApi().apply(web, deployment());
    assert.equal(
      refused.body['message'],
      'PatchOptions.meta.k8s.io "" is invalid: fieldManager: Required value: is required for apply patch',
    );
  });

  test('reports conflicts, and takes over when forced', async () => {
    const api = startApi();
    await api.apply(`${web}?fieldManager=flux`, deployment({ replicas: 1 }));
    const change = { ...deployment(), spec: { replicas: 2 } };
    const refused = await api.apply(`${web}?fieldManager=other`, change);
    assert.equal(refused.code, 409);
    assert.deepEqual((refused.body['details'] as JsonObject)['causes'], [
      { reason: 'FieldManagerConflict', message: 'conflict with "flux"', field: '.spec.replicas' },
    ]);
    const forced = await api.apply(`${web}?fieldManager=other&force=true`, change);
    assert.equal((forced.body['spec'] as JsonObject)['replicas'], 2);
    assert.deepEqual(managersOf(forced.body), ['flux', 'other']);
  });

  test('removes what its manager gives up', async () => {
    const api = startApi();
    await api.apply(`${web}?fieldManager=flux`, {
      ...deployment(),
      metadata: { name: 'web', labels: { a: '1', b: '2' } },
    });
    const less = await api.apply(`${web}?fieldManager=flux`, {
      ...deployment(),
      metadata: { name: 'web', labels: { a: '1' } },
    });
    assert.deepEqual(metadataOf(less.body)['labels'], { a: '1' });
  });

  test('reads YAML, and says where it is broken', async () => {
    const api = startApi();
    const type = 'application/apply-patch+yaml';
    const path = '/api/v1/namespaces/default/configmaps/web?fieldManager=flux';
    const yaml = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: web\ndata:\n  a: "1"\n';
    assert.deepEqual((await api.call('PATCH', path, { body: yaml, type })).body['data'], { a: '1' });
    const broken = await api.call('PATCH', path, { body: 'a: [', type });
    assert.equal(broken.code, 400);
    assert.match(String(broken.body['message']), /^error decoding patch: error converting YAML to JSON: yaml: /);
  });

  test('refuses objects of another kind, with managedFields, with another name, or with unknown fields', async () => {
    const api = startApi();
    const apply = async (object: JsonObject) => (await api.apply(`${web}?fieldManager=flux`, object)).body;
    assert.equal((await apply({ ...deployment(), kind: 'Pod' }))['message'], 'invalid object type: apps/v1, Kind=Pod');
    const managed = { ...deployment(), metadata: { name: 'web', managedFields: [{ manager: 'x' }] } };
    assert.equal((await apply(managed))['message'], 'metadata.managedFields must be nil');
    assert.equal(
      (await apply({ ...deployment(), metadata: { name: 'other' } }))['message'],
      'the name of the object (other) does not match the name on the URL (web)',
    );
    const unknown = await apply(deployment({ foo: 1 }));
    assert.equal(
      unknown['message'],
      'failed to create typed patch object (/web; apps/v1, Kind=Deployment): .spec.foo: field not declared in schema',
    );
    assert.equal(unknown['code'], 500);
  });

  test('leaves the status to its own path', async () => {
    const api = startApi();
    await api.apply(`${web}?fieldManager=flux`, { ...deployment(), status: { replicas: 5 } });
    const status = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web' }, status: { replicas: 3 } };
    const applied = await api.apply(`${web}/status?fieldManager=controller`, status);
    assert.equal((applied.body['status'] as JsonObject)['replicas'], 3);
    assert.equal(metadataOf(applied.body)['generation'], 1);
    const entries = metadataOf(applied.body)['managedFields'] as JsonObject[];
    assert.deepEqual(
      entries.map((one) => one['subresource']),
      ['status', undefined],
    );
  });

  test('counts generations by changes of the spec alone', async () => {
    const api = startApi();
    await api.apply(`${web}?fieldManager=flux`, deployment());
    await api.merge(web, { metadata: { labels: { a: 'b' } } });
    assert.equal(metadataOf((await api.get(web)).body)['generation'], 1);
    const scaled = await api.merge(web, { spec: { replicas: 4 } });
    assert.equal(metadataOf(scaled.body)['generation'], 2);
  });
});
