import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

function names(body: JsonObject): unknown[] {
  return (body['items'] as JsonObject[]).map((one) => (one['metadata'] as JsonObject)['name']);
}

async function apiWith(...created: readonly string[]): Promise<TestApi> {
  const api = startApi();
  for (const name of created) await api.post(configMaps, { metadata: { name, labels: { name } } });
  return api;
}

suite('list', () => {
  test('gives items of built-in kinds without kind, in the order of their names', async () => {
    const api = await apiWith('b', 'a-1', 'a');
    const { body } = await api.get(configMaps);
    assert.equal(body['kind'], 'ConfigMapList');
    assert.deepEqual(names(body), ['a', 'a-1', 'b']);
    assert.ok(
      (body['items'] as JsonObject[]).every((one) => one['kind'] === undefined && one['apiVersion'] === undefined),
    );
  });

  test('goes through pages as of the first one, whatever is written meanwhile', async () => {
    const api = await apiWith('a', 'b', 'c', 'd');
    const first = await api.get(`${configMaps}?limit=2`);
    const meta = first.body['metadata'] as JsonObject;
    assert.deepEqual([names(first.body), meta['remainingItemCount']], [['a', 'b'], 2]);
    await api.delete(`${configMaps}/c`);
    await api.post(configMaps, { metadata: { name: 'e' } });
    const second = await api.get(`${configMaps}?limit=2&continue=${meta['continue']}`);
    assert.deepEqual(names(second.body), ['c', 'd']);
    assert.equal((second.body['metadata'] as JsonObject)['resourceVersion'], meta['resourceVersion']);
  });

  test('says that a page is too old once the history is gone', async () => {
    const api = startApi({ eventHistory: 2 });
    for (const name of ['a', 'b', 'c']) await api.post(configMaps, { metadata: { name } });
    const first = await api.get(`${configMaps}?limit=1`);
    for (const name of ['d', 'e', 'f']) await api.post(configMaps, { metadata: { name } });
    const second = await api.get(
      `${configMaps}?limit=1&continue=${(first.body['metadata'] as JsonObject)['continue']}`,
    );
    assert.deepEqual([second.code, second.body['reason']], [410, 'Expired']);
  });

  test('selects by labels and fields', async () => {
    const api = await apiWith('a', 'b', 'c');
    assert.deepEqual(names((await api.get(`${configMaps}?labelSelector=name+in+(a,c)`)).body), ['a', 'c']);
    assert.deepEqual(names((await api.get(`${configMaps}?fieldSelector=metadata.name!=b`)).body), ['a', 'c']);
    const unknown = await api.get(`${configMaps}?fieldSelector=spec.x=y`);
    assert.equal(
      unknown.body['message'],
      '"spec.x" is not a known field selector: only "metadata.name", "metadata.namespace"',
    );
    const malformed = await api.get(`${configMaps}?labelSelector=a=b=c`);
    assert.deepEqual([malformed.code, malformed.body['message']], [400, "found '=', expected: ',' or 'end of string'"]);
  });

  test('refuses a resourceVersion of the future', async () => {
    const api = await apiWith('a');
    const { body, code } = await api.get(`${configMaps}?resourceVersion=999999`);
    assert.equal(code, 504);
    assert.match(String(body['message']), /^Timeout: Too large resource version: 999999, current: \d+$/);
  });

  test('gives the state of an exact resourceVersion', async () => {
    const api = await apiWith('a');
    const before = (await api.get(configMaps)).body['metadata'] as JsonObject;
    await api.post(configMaps, { metadata: { name: 'b' } });
    const then = await api.get(`${configMaps}?resourceVersion=${before['resourceVersion']}&resourceVersionMatch=Exact`);
    assert.deepEqual(names(then.body), ['a']);
    const forbidden = await api.get(`${configMaps}?resourceVersionMatch=Exact`);
    assert.match(
      String(forbidden.body['message']),
      /resourceVersionMatch is forbidden unless resourceVersion is provided/,
    );
  });
});
