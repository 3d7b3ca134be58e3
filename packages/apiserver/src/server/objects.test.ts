import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';
const configMap = (name: string, data: JsonObject = { a: '1' }): JsonObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name },
  data,
});
const metadataOf = (body: JsonObject) => body['metadata'] as JsonObject;

suite('objects', () => {
  test('are created, read, replaced and deleted', async () => {
    const api = startApi();
    const created = await api.post(configMaps, configMap('web'));
    assert.equal(created.code, 201);
    const { uid, resourceVersion, creationTimestamp, namespace } = metadataOf(created.body);
    assert.match(String(uid), /^[0-9a-f-]{36}$/);
    assert.equal(creationTimestamp, '2026-01-01T00:00:00Z');
    assert.equal(namespace, 'default');
    assert.deepEqual((await api.get(`${configMaps}/web`)).body, created.body);
    const replaced = await api.put(`${configMaps}/web`, configMap('web', { b: '2' }));
    assert.deepEqual(replaced.body['data'], { b: '2' });
    assert.notEqual(metadataOf(replaced.body)['resourceVersion'], resourceVersion);
    const deleted = await api.delete(`${configMaps}/web`);
    assert.deepEqual(deleted.body, {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Success',
      details: { name: 'web', kind: 'configmaps', uid },
    });
    assert.equal((await api.get(`${configMaps}/web`)).body['message'], 'configmaps "web" not found');
  });

  test('are refused when their name is taken, and when their namespace is missing or going', async () => {
    const api = startApi();
    await api.post(configMaps, configMap('web'));
    const taken = await api.post(configMaps, configMap('web'));
    assert.deepEqual([taken.code, taken.body['reason']], [409, 'AlreadyExists']);
    assert.equal(taken.body['message'], 'configmaps "web" already exists');
    const missing = await api.post('/api/v1/namespaces/nowhere/configmaps', configMap('web'));
    assert.deepEqual([missing.code, missing.body['message']], [404, 'namespaces "nowhere" not found']);
    await api.post('/api/v1/namespaces', { metadata: { name: 'going' } });
    await api.delete('/api/v1/namespaces/going');
    const going = await api.post('/api/v1/namespaces/going/configmaps', configMap('web'));
    assert.equal(
      going.body['message'],
      'configmaps "web" is forbidden: unable to create new content in namespace going because it is being terminated',
    );
  });

  test('keep their resourceVersion when a write changes nothing', async () => {
    const api = startApi();
    const created = await api.post(configMaps, configMap('web'));
    const same = await api.merge(`${configMaps}/web`, { data: { a: '1' } });
    assert.equal(metadataOf(same.body)['resourceVersion'], metadataOf(created.body)['resourceVersion']);
  });

  test('are not replaced by who has read an older state', async () => {
    const api = startApi();
    const { body: old } = await api.post(configMaps, configMap('web'));
    await api.merge(`${configMaps}/web`, { data: { b: '2' } });
    const stale = await api.put(`${configMaps}/web`, { ...old, data: { c: '3' } });
    assert.equal(stale.code, 409);
    assert.equal(
      stale.body['message'],
      'Operation cannot be fulfilled on configmaps "web": the object has been modified; please apply your changes to the latest version and try again',
    );
  });

  test('get a name from generateName', async () => {
    const api = startApi();
    const created = await api.post(configMaps, { metadata: { generateName: 'web-' } });
    assert.match(String(metadataOf(created.body)['name']), /^web-[bcdfghjklmnpqrstvwxz2456789]{5}$/);
  });

  test('stay as they are in a dry run', async () => {
    const api = startApi();
    const created = await api.post(`${configMaps}?dryRun=All`, configMap('web'));
    assert.equal(created.code, 201);
    assert.equal((await api.get(`${configMaps}/web`)).code, 404);
    await api.post(configMaps, configMap('web'));
    await api.delete(`${configMaps}/web?dryRun=All`);
    await api.call('PATCH', `${configMaps}/web?dryRun=All`, {
      body: { data: { z: '9' } },
      type: 'application/merge-patch+json',
    });
    assert.deepEqual((await api.get(`${configMaps}/web`)).body['data'], { a: '1' });
  });

  test('wait for their finalizers, and go with the last one', async () => {
    const api = startApi();
    await api.post(configMaps, { metadata: { name: 'web', finalizers: ['example.com/hold'] } });
    const deleted = await api.delete(`${configMaps}/web`);
    assert.equal(metadataOf(deleted.body)['deletionTimestamp'], '2026-01-01T00:00:00Z');
    const added = await api.merge(`${configMaps}/web`, {
      metadata: { finalizers: ['example.com/hold', 'example.com/more'] },
    });
    assert.equal(
      added.body['message'],
      'ConfigMap "web" is invalid: metadata.finalizers: Forbidden: no new finalizers can be added if the object is being deleted, found new finalizers []string{"example.com/more"}',
    );
    await api.merge(`${configMaps}/web`, { metadata: { finalizers: null } });
    assert.equal((await api.get(`${configMaps}/web`)).code, 404);
  });

  test('tell the garbage collector what to do with their dependants', async () => {
    const api = startApi();
    for (const [policy, finalizer] of [
      ['Foreground', 'foregroundDeletion'],
      ['Orphan', 'orphan'],
    ]) {
      await api.post(configMaps, configMap(`web-${policy?.toLowerCase()}`));
      const deleted = await api.delete(`${configMaps}/web-${policy?.toLowerCase()}`, { propagationPolicy: policy });
      assert.deepEqual(metadataOf(deleted.body)['finalizers'], [finalizer]);
    }
  });

  test('are deleted only when the preconditions hold', async () => {
    const api = startApi();
    await api.post(configMaps, configMap('web'));
    const refused = await api.delete(`${configMaps}/web`, { preconditions: { uid: 'other' } });
    assert.equal(refused.code, 409);
    assert.match(
      String(refused.body['message']),
      /the UID in the precondition \(other\) does not match the UID in record/,
    );
  });

  test('are deleted together by their labels', async () => {
    const api = startApi();
    for (const [name, app] of [
      ['a', 'x'],
      ['b', 'x'],
      ['c', 'y'],
    ]) {
      await api.post(configMaps, { metadata: { name, labels: { app } } });
    }
    const deleted = await api.delete(`${configMaps}?labelSelector=app%3Dx`);
    assert.equal((deleted.body['items'] as JsonObject[]).length, 2);
    const left = await api.get(configMaps);
    assert.deepEqual(
      (left.body['items'] as JsonObject[]).map((one) => metadataOf(one)['name']),
      ['c'],
    );
  });

  test('are refused with the findings of strict field validation, and warned about otherwise', async () => {
    const api = startApi();
    const body = '{"metadata":{"name":"web"},"foo":1,"data":{"a":"1","a":"2"}}';
    const strict = await api.call('POST', `${configMaps}?fieldValidation=Strict`, { body });
    assert.equal(
      strict.body['message'],
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: strict decoding error: unknown field "foo", duplicate field "data.a"',
    );
    const warned = await api.call('POST', configMaps, { body });
    assert.deepEqual(warned.warnings, ['unknown field "foo"', 'duplicate field "data.a"']);
    const ignored = await api.call('PUT', `${configMaps}/web?fieldValidation=Ignore`, { body });
    assert.deepEqual(ignored.warnings, []);
    assert.deepEqual(ignored.body['data'], { a: '2' });
  });

  test('are refused when a field has the wrong type, in the words of the Go decoder', async () => {
    const api = startApi();
    const refused = await api.post(configMaps, { metadata: { name: 'web' }, data: { a: 1 } });
    assert.equal(
      refused.body['message'],
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    );
  });

  test('are too large at more than 3 MiB', async () => {
    const api = startApi();
    const refused = await api.post(configMaps, configMap('web', { a: 'x'.repeat(3 * 1024 * 1024) }));
    assert.equal(refused.code, 413);
    assert.equal(refused.body['message'], 'Request entity too large: limit is 3145728');
  });

  test('travel compressed when they are many and the client wants that', async () => {
    const api = startApi();
    for (let i = 0; i < 3; i++) await api.post(configMaps, configMap(`web-${i}`, { a: 'x'.repeat(60_000) }));
    const list = await api.server.as({ name: 'x', groups: ['system:masters'] })(
      new Request(`http://cluster${configMaps}`, { headers: { 'accept-encoding': 'gzip' } }),
    );
    assert.equal(list.headers.get('content-encoding'), 'gzip');
    assert.ok((await list.arrayBuffer()).byteLength < 20_000);
  });
});
