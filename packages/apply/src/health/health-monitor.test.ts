import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { createHealthEvaluator, HealthMonitor, type VersionedReference } from '@flux19/apply';
import { addressOf } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { configMap, startTestTarget, type TestTarget } from '../testing/test-target.ts';

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'default' },
  spec: {
    replicas: 1,
    selector: { matchLabels: { app: 'web' } },
    template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'c', image: 'i' }] } },
  },
};
const web: VersionedReference = { group: 'apps', version: 'v1', kind: 'Deployment', namespace: 'default', name: 'web' };
const options = { evaluate: createHealthEvaluator([]) };

suite('HealthMonitor', () => {
  let target: TestTarget;
  let monitor: HealthMonitor;
  beforeEach(() => {
    target = startTestTarget();
    monitor = new HealthMonitor(target.live);
  });
  afterEach(() => target.close());

  const becomeReady = () => {
    const condition = (type: string, reason: string) => ({ type, status: 'True', reason, message: 'm' });
    const conditions = [
      condition('Available', 'MinimumReplicasAvailable'),
      condition('Progressing', 'NewReplicaSetAvailable'),
    ];
    const status = {
      observedGeneration: 1,
      replicas: 1,
      updatedReplicas: 1,
      readyReplicas: 1,
      availableReplicas: 1,
      conditions,
    };
    return target.client.patch(
      addressOf(deployment),
      { status },
      { type: 'merge', subresource: 'status' },
      target.signal,
    );
  };
  const woken = (wakeOn: (wake: () => void) => () => void) =>
    new Promise<void>((done) => {
      wakeOn(done);
    });

  test('wakes whoever waits when one of the objects changes', async () => {
    await target.apply([deployment]);
    const look = await monitor.look([web], options, target.signal);
    assert.equal(look.report.kind, 'progressing');
    const waiting = woken(look.wakeOn);
    await becomeReady();
    await waiting;
    assert.equal((await monitor.look([web], options, target.signal)).report.kind, 'healthy');
  });

  test('wakes at once when something has happened since the look', async () => {
    await target.apply([deployment]);
    const look = await monitor.look([web], options, target.signal);
    await target.caughtUp(await becomeReady());
    await woken(look.wakeOn);
  });

  test('follows objects that nobody here has applied, and that do not exist yet', async () => {
    const other: VersionedReference = {
      group: '',
      version: 'v1',
      kind: 'ConfigMap',
      namespace: 'default',
      name: 'later',
    };
    const look = await monitor.look([other], options, target.signal);
    assert.deepEqual([look.report.kind, look.report.objects[0]?.status], ['progressing', 'NotFound']);
    const waiting = woken(look.wakeOn);
    await target.client.create(configMap('later'), {}, target.signal);
    await waiting;
    assert.equal((await monitor.look([other], options, target.signal)).report.kind, 'healthy');
  });

  test('is not woken by others', async () => {
    await target.apply([deployment, configMap('a')]);
    const look = await monitor.look([web], options, target.signal);
    let wakes = 0;
    const stop = look.wakeOn(() => {
      wakes += 1;
    });
    await target.caughtUp(
      await target.client.patch(addressOf(configMap('a')), { data: { x: 'y' } }, { type: 'merge' }, target.signal),
    );
    stop();
    assert.equal(wakes, 0);
  });

  test('says so when a kind does not exist', async () => {
    const widget: VersionedReference = {
      group: 'example.com',
      version: 'v1',
      kind: 'Widget',
      namespace: 'default',
      name: 'w',
    };
    const { report } = await monitor.look([widget], options, target.signal);
    assert.equal(report.objects[0]?.status, 'NotFound');
  });

  test('waits until all is well or the time is over', async () => {
    await target.apply([deployment]);
    const over = await monitor.wait([web], { ...options, timeoutMs: 20 }, target.signal);
    assert.equal(over.kind, 'progressing');
    const waiting = monitor.wait([web], { ...options, timeoutMs: 10_000 }, target.signal);
    await becomeReady();
    assert.equal((await waiting).kind, 'healthy');
  });
});
