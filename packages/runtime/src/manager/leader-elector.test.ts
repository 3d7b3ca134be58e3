import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { createKubeClient, type KubeClient } from '@flux19/kube';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';
import { LeaderElector, LeadershipLostError } from './leader-elector.ts';

suite('LeaderElector', () => {
  let cluster: TestCluster;
  beforeEach(() => {
    cluster = startTestCluster();
  });
  afterEach(() => cluster.close());

  function elector(identity: string, client: KubeClient = cluster.client): LeaderElector {
    const { clock, log } = cluster;
    return new LeaderElector({ client, clock, log, random: () => 0.5, namespace: 'default', name: 'lead', identity });
  }
  const lease = () =>
    cluster.client.get(
      { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'default', name: 'lead' },
      cluster.signal,
    );
  const spec = async () => (await lease())['spec'] as Record<string, unknown>;

  test('lets the first in and the second wait until it is given up', async () => {
    const stop = new AbortController();
    const [first, second] = [elector('one'), elector('two')];
    await first.acquire(cluster.signal);
    assert.deepEqual(
      { ...(await spec()), acquireTime: '', renewTime: '' },
      {
        holderIdentity: 'one',
        leaseDurationSeconds: 35,
        leaseTransitions: 0,
        acquireTime: '',
        renewTime: '',
      },
    );
    const held = first.hold(stop.signal);
    let leads = false;
    const waiting = second.acquire(cluster.signal).then(() => {
      leads = true;
    });
    for (let i = 0; i < 20; i += 1) {
      await cluster.settle();
      await cluster.clock.advance(5000);
    }
    assert.equal(leads, false);
    stop.abort();
    await held;
    await first.release(cluster.signal);
    await cluster.until(() => leads);
    await waiting;
    assert.equal((await spec())['holderIdentity'], 'two');
    assert.equal((await spec())['leaseTransitions'], 1);
  });

  test('takes over from one that is gone, not before its lease has run out', async () => {
    await elector('gone').acquire(cluster.signal);
    const second = elector('two');
    let leads = false;
    const began = cluster.clock.now();
    const waiting = second.acquire(cluster.signal).then(() => {
      leads = true;
    });
    await cluster.until(() => leads);
    await waiting;
    assert.ok(cluster.clock.now() - began >= 35_000);
  });

  test('says when the lead cannot be renewed any more', async () => {
    let isDown = false;
    const direct = cluster.client;
    const client = createKubeClient({
      server: 'http://cluster.test',
      clock: cluster.clock,
      random: () => 0.5,
      fetch: async (request) => {
        if (isDown) throw new TypeError('connection refused');
        const { pathname, search } = new URL(request.url);
        const body = request.body === null ? undefined : await request.text();
        return direct.request(
          pathname + search,
          { method: request.method, body, headers: { 'content-type': 'application/json' } },
          cluster.signal,
        );
      },
    });
    const leader = elector('one', client);
    await leader.acquire(cluster.signal);
    isDown = true;
    let failure: unknown;
    const held = leader.hold(cluster.signal).catch((thrown: unknown) => {
      failure = thrown;
    });
    await cluster.until(() => failure !== undefined);
    await held;
    assert.ok(failure instanceof LeadershipLostError);
  });
});
