import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import type { JsonObject } from '@flux19/objects';
import { startApi } from '../testing/api-client.ts';

const folder = `${sharedDataFolder(process.env) ?? ''}/kubernetes/discovery`;
const skip = existsSync(folder) ? false : 'the discovery documents of Kubernetes are not at hand';
const recorded = (name: string): JsonObject => JSON.parse(readFileSync(`${folder}/${name}.json`, 'utf8')) as JsonObject;
const byName = (list: unknown): unknown[] =>
  (list as JsonObject[]).toSorted((a, b) =>
    String(a['name'] ?? a['resource']) < String(b['name'] ?? b['resource']) ? -1 : 1,
  );

suite('discovery', () => {
  test('lists the groups of Kubernetes', { skip }, async () => {
    const { body } = await startApi().get('/apis');
    assert.deepEqual(body['groups'], recorded('apis')['groups']);
  });

  test('lists the resources of every group and version of Kubernetes', { skip }, async () => {
    const api = startApi();
    const groups = recorded('apis')['groups'] as JsonObject[];
    const versions = groups.flatMap((group) =>
      (group['versions'] as JsonObject[]).map((one) => String(one['groupVersion'])),
    );
    for (const groupVersion of versions) {
      const { body } = await api.get(`/apis/${groupVersion}`);
      const expected = recorded(`apis__${groupVersion.replace('/', '__')}`);
      assert.deepEqual(byName(body['resources']), byName(expected['resources']), groupVersion);
    }
    const core = await api.get('/api/v1');
    assert.deepEqual(byName(core.body['resources']), byName(recorded('api__v1')['resources']));
  });

  test('describes everything in one document for those who ask', { skip }, async () => {
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList,application/json';
    const { body, headers } = await startApi().call('GET', '/apis', { headers: { accept } });
    assert.equal(headers.get('content-type'), 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList');
    const sorted = (document: JsonObject) =>
      (document['items'] as JsonObject[]).map((group) => ({
        ...group,
        versions: (group['versions'] as JsonObject[]).map((version) => ({
          ...version,
          resources: byName(version['resources']),
        })),
      }));
    assert.deepEqual(sorted(body), sorted(recorded('aggregated_v2')));
  });

  test('answers 304 to who knows the document already', async () => {
    const api = startApi();
    const accept = 'application/json;g=apidiscovery.k8s.io;v=v2;as=APIGroupDiscoveryList';
    const { headers } = await api.call('GET', '/apis', { headers: { accept } });
    const again = await api.call('GET', '/apis', { headers: { accept, 'if-none-match': headers.get('etag') ?? '' } });
    assert.deepEqual([again.code, again.text], [304, '']);
  });

  test('says what there is not as Kubernetes does', async () => {
    const api = startApi();
    assert.equal((await api.get('/apis/nothing.example.com/v1')).text, '404 page not found\n');
    assert.equal(
      (await api.get('/api/v1/nothing')).body['message'],
      'the server could not find the requested resource',
    );
    assert.equal((await api.get('/nothing')).text, '404 page not found\n');
    assert.equal((await api.get('/version')).body['gitVersion'], 'v1.37.2+flux19');
    for (const path of ['/healthz', '/livez', '/readyz']) assert.equal((await api.get(path)).text, 'ok');
  });
});
