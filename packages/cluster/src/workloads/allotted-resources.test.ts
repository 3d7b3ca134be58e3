import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();
const address = { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: 'one' };

interface Status {
  readonly containerStatuses?: readonly { readonly resources?: unknown; readonly allocatedResources?: unknown }[];
}

suite('allottedResources', () => {
  test('tells what a Pod has, before it is resized and after', async () => {
    await using cluster = await startCluster();
    const { client, fetch, token } = cluster;
    const has = async (cpu: string) => {
      const { containerStatuses = [] } = (await client.get(address, signal))['status'] as Status;
      const [{ resources, allocatedResources } = {}] = containerStatuses;
      assert.deepEqual([resources, allocatedResources], [{ requests: { cpu } }, { cpu }]);
    };
    const containers = [{ name: 'main', image: 'main:1', resources: { requests: { cpu: '100m' } } }];
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'one', namespace: 'default' },
      spec: { containers },
    };
    await client.create(pod, {}, signal);
    await eventually(() => has('100m'));
    const path = 'http://cluster/api/v1/namespaces/default/pods/one/resize';
    const spec = { containers: [{ name: 'main', resources: { requests: { cpu: '200m' } } }] };
    const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/strategic-merge-patch+json' };
    const answer = await fetch(new Request(path, { method: 'PATCH', headers, body: JSON.stringify({ spec }) }));
    assert.equal(answer.status, 200);
    await eventually(() => has('200m'));
  });
});
