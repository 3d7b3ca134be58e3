import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock, startCluster } from '@flux19/cluster';
import type { KubeObject } from '@flux19/objects';

const { signal } = new AbortController();

const job = (ttlSecondsAfterFinished?: number): object => ({
  ...(ttlSecondsAfterFinished === undefined ? {} : { ttlSecondsAfterFinished }),
  template: { spec: { restartPolicy: 'Never', containers: [{ name: 'app', image: 'registry.example/app:1' }] } },
});

const object = (apiVersion: string, kind: string, name: string, spec: object): KubeObject => ({
  apiVersion,
  kind,
  metadata: { name, namespace: 'default' },
  spec,
});

suite('Cluster.advance', () => {
  test('lets a CronJob start its Jobs when their hours have come', async () => {
    const clock = new ManualClock(Date.UTC(2026, 0, 1, 0, 30));
    await using cluster = await startCluster({ clock });
    const { client } = cluster;
    const spec = { schedule: '0 * * * *', jobTemplate: { spec: job() } };
    await client.create(object('batch/v1', 'CronJob', 'hourly', spec), {}, signal);
    const succeeded = async (): Promise<unknown[]> => {
      const { items } = await client.list({ apiVersion: 'batch/v1', kind: 'Job' }, { namespace: 'default' }, signal);
      return items.map((item) => (item['status'] as { readonly succeeded?: number }).succeeded);
    };
    await cluster.settle();
    assert.deepEqual(await succeeded(), []);
    await cluster.advance(3_600_000);
    assert.deepEqual(await succeeded(), [1]);
    await cluster.advance(3_600_000);
    assert.deepEqual(await succeeded(), [1, 1]);
  });

  test('removes a Job when its time after the end is over', async () => {
    await using cluster = await startCluster({ clock: new ManualClock() });
    const { client } = cluster;
    await client.create(object('batch/v1', 'Job', 'once', job(60)), {}, signal);
    const address = { apiVersion: 'batch/v1', kind: 'Job', namespace: 'default', name: 'once' };
    await cluster.settle();
    await cluster.advance(59_000);
    assert.notEqual(await client.find(address, signal), undefined);
    await cluster.advance(2000);
    assert.equal(await client.find(address, signal), undefined);
  });

  test('ends the rollout of a Deployment that makes no progress', async () => {
    await using cluster = await startCluster({ clock: new ManualClock() });
    const labels = { app: 'web' };
    const metadata = { labels, annotations: { 'cluster.flux19.dev/simulate': 'ImagePullBackOff' } };
    const template = { metadata, spec: { containers: [{ name: 'app', image: 'registry.example/app:1' }] } };
    const spec = { replicas: 1, progressDeadlineSeconds: 120, selector: { matchLabels: labels }, template };
    await cluster.client.create(object('apps/v1', 'Deployment', 'web', spec), {}, signal);
    const reason = async (): Promise<string | undefined> => {
      const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
      const { status } = (await cluster.client.get(address, signal)) as unknown as {
        status: { conditions: { type: string; reason: string }[] };
      };
      return status.conditions.find(({ type }) => type === 'Progressing')?.reason;
    };
    await cluster.settle();
    assert.equal(await reason(), 'ReplicaSetUpdated');
    await cluster.advance(121_000);
    assert.equal(await reason(), 'ProgressDeadlineExceeded');
  });

  test('lets tokens and Events expire, and watches end', async () => {
    await using cluster = await startCluster({ clock: new ManualClock() });
    await cluster.settle();
    const token = await requestToken(cluster, 600);
    const ask = async (): Promise<number> => {
      const headers = { authorization: `Bearer ${token}` };
      return (await cluster.fetch(new Request('http://cluster/api/v1/namespaces', { headers }))).status;
    };
    const involvedObject = { kind: 'Pod', namespace: 'default', name: 'a' };
    const event = { metadata: { name: 'a.1', namespace: 'default' }, involvedObject, reason: 'Seen' };
    await cluster.client.create({ apiVersion: 'v1', kind: 'Event', ...event } as KubeObject, {}, signal);
    const events = async (): Promise<number> =>
      (await cluster.client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace: 'default' }, signal)).items.length;
    const path = '/api/v1/namespaces?watch=1&timeoutSeconds=300&allowWatchBookmarks=true&resourceVersion=1';
    const headers = { authorization: `Bearer ${cluster.token}` };
    const watch = await cluster.fetch(new Request(`http://cluster${path}`, { headers }));
    assert.deepEqual([await ask(), await events()], [200, 1]);
    await cluster.advance(301_000);
    assert.equal((await watch.text()).split('"BOOKMARK"').length - 1, 4);
    assert.equal(await ask(), 200);
    await cluster.advance(300_000);
    assert.equal(await ask(), 401);
    await cluster.advance(3_700_000);
    assert.equal(await events(), 0);
  });

  test('refuses to move the clock of the machine', async () => {
    await using cluster = await startCluster();
    await assert.rejects(cluster.advance(1), /cannot be moved: start it with a ManualClock/);
  });
});

async function requestToken(
  { fetch, token }: { readonly fetch: (request: Request) => Promise<Response>; readonly token: string },
  expirationSeconds: number,
): Promise<string> {
  const body = { apiVersion: 'authentication.k8s.io/v1', kind: 'TokenRequest', spec: { expirationSeconds } };
  const answer = await fetch(
    new Request('http://cluster/api/v1/namespaces/default/serviceaccounts/default/token', {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body: JSON.stringify(body),
    }),
  );
  const { status } = (await answer.json()) as { readonly status: { readonly token: string } };
  return status.token;
}
