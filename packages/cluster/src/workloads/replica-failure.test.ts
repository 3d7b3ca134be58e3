import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { startCluster } from '@flux19/cluster';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();

interface Condition {
  readonly type: string;
  readonly status: string;
  readonly reason: string;
  readonly message: string;
}

suite('replicaFailure', () => {
  test('tells of Pods that are not allowed until they are', async () => {
    await using cluster = await startCluster();
    const { client } = cluster;
    const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
    const conditions = async (): Promise<readonly Condition[]> => {
      const { conditions = [] } = (await client.get(address, signal))['status'] as { conditions?: Condition[] };
      return conditions;
    };
    const metadata = { name: 'none', namespace: 'default' };
    await client.create(
      { apiVersion: 'v1', kind: 'ResourceQuota', metadata, spec: { hard: { pods: '0' } } },
      {},
      signal,
    );
    const labels = { app: 'web' };
    const template = { metadata: { labels }, spec: { containers: [{ name: 'app', image: 'app:1' }] } };
    const spec = { replicas: 1, selector: { matchLabels: labels }, template };
    const web = { apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'web', namespace: 'default' } };
    await client.create({ ...web, spec }, {}, signal);
    await eventually(async () => {
      const failure = (await conditions()).find(({ type }) => type === 'ReplicaFailure');
      assert.deepEqual([failure?.status, failure?.reason], ['True', 'FailedCreate']);
      assert.match(failure?.message ?? '', /^pods "web-.*" is forbidden: exceeded quota: none/);
    });
    const { items } = await client.list(
      { apiVersion: 'apps/v1', kind: 'ReplicaSet' },
      { namespace: 'default' },
      signal,
    );
    const reasons = items.map(({ status }) =>
      (status as { conditions: Condition[] }).conditions.map(({ reason }) => reason),
    );
    assert.deepEqual(reasons, [['FailedCreate']]);
    await client.delete({ apiVersion: 'v1', kind: 'ResourceQuota', ...metadata }, {}, signal);
    // A new look is due in ten seconds, or when anything changes.
    await client.apply({ ...web, spec: { replicas: 2 } }, { fieldManager: 'test', force: true }, signal);
    await eventually(async () => {
      const types = (await conditions()).map(({ type, status }) => `${type} ${status}`);
      assert.deepEqual(types, ['Available True', 'Progressing True']);
    });
  });
});
