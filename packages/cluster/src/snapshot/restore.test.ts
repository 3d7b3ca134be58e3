import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseSnapshot, printSnapshot, SnapshotError, startCluster } from '@flux19/cluster';
import type { JsonObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();
const web = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
const manifest = `
apiVersion: v1
kind: ConfigMap
metadata: {name: settings, namespace: team}
data: {is: old}
---
apiVersion: v1
kind: Namespace
metadata: {name: team}
---
apiVersion: apps/v1
kind: Deployment
metadata: {name: web, namespace: default}
spec:
  replicas: 2
  selector: {matchLabels: {app: web}}
  template:
    metadata: {labels: {app: web}}
    spec: {containers: [{name: app, image: registry.example/app:1}]}
`;
const settings = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team', name: 'settings' };

async function availableReplicas({
  client,
}: Pick<Awaited<ReturnType<typeof startCluster>>, 'client'>): Promise<unknown> {
  return ((await client.get(web, signal))['status'] as { readonly availableReplicas?: number }).availableReplicas;
}

suite('snapshots of a cluster', () => {
  test('start another one in the same state, at rest from the beginning', async () => {
    await using first = await startCluster({ objects: manifest });
    await eventually(async () => assert.equal(await availableReplicas(first), 2));
    await first.settle();
    const text = printSnapshot(first.snapshot());
    await using second = await startCluster({ snapshot: parseSnapshot(text) });
    assert.equal(await availableReplicas(second), 2);
    await second.settle();
    const uids = ({ objects }: ReturnType<typeof first.snapshot>): unknown[] =>
      objects.flatMap(({ resource, object }) =>
        resource === '/events' ? [] : [(object['metadata'] as JsonObject)['uid']],
      );
    assert.deepEqual(uids(second.snapshot()).toSorted(), uids(first.snapshot()).toSorted());
  });

  test('bring a cluster back while it runs', async () => {
    await using cluster = await startCluster({ objects: manifest });
    await cluster.settle();
    const saved = cluster.snapshot();
    await cluster.client.delete(web, {}, signal);
    await cluster.client.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'team' }, {}, signal);
    await eventually(async () => assert.equal(await cluster.client.find(settings, signal), undefined));
    await cluster.restore(saved);
    await cluster.settle();
    assert.deepEqual((await cluster.client.get(settings, signal))['data'], { is: 'old' });
    assert.equal(await availableReplicas(cluster), 2);
    assert.ok(cluster.snapshot().revision > saved.revision);
  });

  test('travel over HTTP, for the administrator alone', async () => {
    await using cluster = await startCluster({ objects: manifest, authorization: 'RBAC' });
    const call = async (method: string, body?: string, token = cluster.token): Promise<Response> =>
      cluster.fetch(
        new Request('http://cluster/flux19.io/snapshot', {
          method,
          headers: { authorization: `Bearer ${token}` },
          ...(body === undefined ? {} : { body }),
        }),
      );
    const saved = await (await call('GET')).text();
    await cluster.client.delete(settings, {}, signal);
    assert.equal((await call('PUT', saved)).status, 200);
    assert.deepEqual((await cluster.client.get(settings, signal))['data'], { is: 'old' });
    const refused = await call('PUT', '{"format":"other"}');
    assert.equal(refused.status, 400);
    assert.match(await refused.text(), /this is no snapshot of a cluster/);
    assert.equal((await call('GET', undefined, 'guess')).status, 401);
    assert.equal((await call('POST', saved)).status, 405);
  });

  test('that make no sense start no cluster', async () => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'x', uid: '1' }, data: 7 };
    const snapshot = { format: 'flux19.io/cluster-snapshot', version: 1, revision: 1 } as const;
    await assert.rejects(
      startCluster({ snapshot: { ...snapshot, objects: [{ resource: '/configmaps', object }] } }),
      (thrown) => thrown instanceof SnapshotError && /ConfigMap "x\/a": .*cannot unmarshal/.test(thrown.message),
    );
  });
});
