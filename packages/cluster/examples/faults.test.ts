// What does a controller do when the API server has a bad day? Here a counter that has to survive conflicts.
import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';
import { ApiError, type KubeClient } from '@flux19/kube';

const { signal } = new AbortController();
const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'counter' };
const { name, namespace, ...kind } = address;

/** The code under test: tries again when somebody else was faster. */
async function increment(client: KubeClient): Promise<void> {
  for (;;) {
    const counter = await client.get(address, signal);
    const { count = '0' } = counter['data'] as { readonly count?: string };
    try {
      await client.update({ ...counter, data: { count: String(Number(count) + 1) } }, {}, signal);
      return;
    } catch (thrown) {
      if (!(thrown instanceof ApiError && thrown.code === 409)) throw thrown;
    }
  }
}

suite('the example with faults', () => {
  test('counts once, whatever conflicts come', async () => {
    await using cluster = await startCluster();
    await cluster.client.create({ ...kind, metadata: { name, namespace }, data: { count: '0' } }, {}, signal);
    const rule = cluster.faults.add({
      match: { verbs: ['update'], resources: ['configmaps'], names: ['counter'] },
      times: 3,
      fault: { kind: 'status', code: 409 },
    });
    await increment(cluster.client);
    assert.deepEqual((await cluster.client.get(address, signal))['data'], { count: '1' });
    assert.equal(cluster.faults.get(rule.name)?.hits, 3);
  });
});
