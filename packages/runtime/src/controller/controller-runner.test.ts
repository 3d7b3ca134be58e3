import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { addressOf } from '@flux19/kube';
import {
  type ControllerDefinition,
  createMetrics,
  keyOf,
  Manager,
  type ManagerOptions,
  ReconcileError,
} from '@flux19/runtime';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

suite('Manager', () => {
  let cluster: TestCluster;
  let stop: AbortController;
  let running: Promise<void>;
  const passes: string[] = [];

  beforeEach(() => {
    cluster = startTestCluster();
    stop = new AbortController();
    running = Promise.resolve();
    passes.length = 0;
  });

  afterEach(async () => {
    stop.abort(new Error('the test ends'));
    await cluster.until(async () => Promise.race([running.then(() => true), cluster.settle().then(() => false)]));
    cluster.close();
  });

  function start(definition: Partial<ControllerDefinition>, options: Partial<ManagerOptions> = {}): Manager {
    const { client, caches, clock, log } = cluster;
    const manager = new Manager({
      client,
      caches,
      clock,
      log,
      metrics: createMetrics(),
      random: () => 0.5,
      ...options,
    });
    manager.add({
      name: 'test',
      resource: { apiVersion: 'v1', kind: 'ConfigMap' },
      selection: { namespace: 'default' },
      fieldManager: 'test-controller',
      isTrigger: () => true,
      reconcile: async ({ name }) => {
        passes.push(name);
        return {};
      },
      ...definition,
    });
    running = manager.run(stop.signal);
    return manager;
  }

  const create = (name: string, data?: Record<string, string>) =>
    cluster.client.create(cluster.configMap(name, data), {}, cluster.signal);
  const get = (name: string) =>
    cluster.client.find({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name }, cluster.signal);

  test('passes over what is there and over what comes', async () => {
    await create('early');
    start({});
    await cluster.until(() => passes.includes('early'));
    await create('late');
    await cluster.until(() => passes.includes('late'));
  });

  test('never runs two passes over one object at once, nor more than allowed', async () => {
    for (let i = 0; i < 6; i += 1) await create(`m${i}`);
    const active = new Map<string, number>();
    let most = 0;
    const manager = start({
      concurrency: 3,
      async reconcile({ name }, signal) {
        active.set(name, (active.get(name) ?? 0) + 1);
        assert.equal(active.get(name), 1);
        most = Math.max(most, active.size);
        await cluster.clock.sleep(100, signal);
        active.delete(name);
        passes.push(name);
        return {};
      },
    });
    await cluster.until(() => {
      manager.enqueue('test', { namespace: 'default', name: 'm0' });
      return new Set(passes).size === 6;
    });
    assert.equal(most, 3);
  });

  test('tries again later after a failure, and not at all after a terminal one', async () => {
    await create('flaky');
    await create('hopeless');
    start({
      async reconcile({ name }) {
        passes.push(name);
        if (name === 'hopeless') throw new ReconcileError('InvalidSpec', 'no use', { retry: 'never' });
        if (passes.filter((other) => other === 'flaky').length < 3) throw new Error('not yet');
        return {};
      },
    });
    await cluster.until(() => passes.filter((name) => name === 'flaky').length === 3);
    await cluster.clock.advance(60_000);
    assert.equal(passes.filter((name) => name === 'hopeless').length, 1);
    assert.ok(
      cluster.ring
        .records()
        .some((record) => record.level === 'error' && record.name === 'flaky' && record.error === 'not yet'),
    );
  });

  test('comes back when it was asked to', async () => {
    await create('a');
    start({
      async reconcile({ name }) {
        passes.push(name);
        return { requeueAfterMs: 60_000 };
      },
    });
    await cluster.until(() => passes.length === 1);
    await cluster.clock.advance(59_000);
    await cluster.settle();
    assert.equal(passes.length, 1);
    await cluster.clock.advance(2000);
    await cluster.until(() => passes.length === 2);
  });

  test('holds no worker while a pass waits, and is woken by what it waits for', async () => {
    await create('waiting');
    await create('other');
    let wakeUp: () => void = () => assert.fail('nobody waits');
    let stops = 0;
    start({
      concurrency: 1,
      async reconcile({ name }) {
        passes.push(name);
        if (name === 'other' || passes.filter((one) => one === 'waiting').length > 1) return {};
        return {
          wakeOn: (wake) => {
            wakeUp = wake;
            return () => {
              stops += 1;
            };
          },
        };
      },
    });
    await cluster.until(() => passes.includes('waiting') && passes.includes('other'));
    wakeUp();
    await cluster.until(() => passes.filter((one) => one === 'waiting').length === 2);
    assert.ok(stops >= 1);
  });

  test('runs again at once when what it waits for has happened before it began to wait', async () => {
    await create('a');
    start({
      async reconcile({ name }) {
        passes.push(name);
        if (passes.length > 1) return {};
        return {
          wakeOn: (wake) => {
            wake();
            return () => undefined;
          },
        };
      },
    });
    await cluster.until(() => passes.length === 2);
  });

  test('passes over the objects that a change of another one concerns', async () => {
    await create('a');
    start({
      watches: [
        {
          resource: { apiVersion: 'v1', kind: 'Secret' },
          keys: ({ object }) =>
            object.metadata.labels?.['for'] === undefined
              ? []
              : [{ namespace: 'default', name: object.metadata.labels['for'] }],
        },
      ],
    });
    await cluster.until(() => passes.length === 1);
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default', labels: { for: 'a' } },
    };
    await cluster.client.create(secret, {}, cluster.signal);
    await cluster.until(() => passes.length === 2);
  });

  test('finds the objects that a change concerns by an index', async () => {
    for (const name of ['a', 'b', 'c']) await create(name, { needs: name === 'c' ? 'y' : 'x' });
    start({
      watches: [
        {
          resource: { apiVersion: 'v1', kind: 'Secret' },
          index: (own) => [(own['data'] as Record<string, string>)['needs'] ?? ''],
          keys: ({ object }, _own, lookup) => lookup(object.metadata.name).map(keyOf),
        },
      ],
    });
    await cluster.until(() => passes.length === 3);
    passes.length = 0;
    await cluster.client.create(
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'x', namespace: 'default' } },
      {},
      cluster.signal,
    );
    await cluster.until(() => passes.length >= 2);
    await cluster.settle();
    assert.deepEqual(passes.toSorted(), ['a', 'b']);
  });

  test('only sets the finalizer in the first pass, and removes it after the last', async () => {
    await create('a');
    const seen: (readonly string[] | undefined)[] = [];
    const finalized: string[] = [];
    start({
      finalizer: 'fluxcd.io/finalizer',
      async reconcile({ name }, _signal, { object }) {
        passes.push(name);
        seen.push(object.metadata.finalizers);
        return {};
      },
      async finalize({ name }) {
        finalized.push(name);
        return finalized.length < 2 ? { requeueAfterMs: 1000 } : {};
      },
    });
    await cluster.until(() => passes.length >= 1);
    assert.ok(seen.every((finalizers) => finalizers?.includes('fluxcd.io/finalizer')));
    await cluster.client.delete(addressOf(cluster.configMap('a')), {}, cluster.signal);
    await cluster.until(async () => (await get('a')) === undefined);
    assert.deepEqual(finalized, ['a', 'a']);
  });

  test('passes over an object that is being deleted when it has no finalizer of its own', async () => {
    const object = cluster.configMap('held');
    await cluster.client.create(
      { ...object, metadata: { ...object.metadata, finalizers: ['example.com/hold'] } },
      {},
      cluster.signal,
    );
    const deleted: boolean[] = [];
    start({
      async reconcile(_key, _signal, { object: seen }) {
        deleted.push(seen.metadata.deletionTimestamp !== undefined);
        return {};
      },
    });
    await cluster.until(() => deleted.length === 1);
    await cluster.client.delete(addressOf(object), {}, cluster.signal);
    await cluster.until(() => deleted.at(-1) === true);
  });

  test('tells when an object is gone', async () => {
    await create('a');
    const gone: string[] = [];
    start({ forget: ({ name }) => void gone.push(name) });
    await cluster.until(() => passes.length === 1);
    await cluster.client.delete(addressOf(cluster.configMap('a')), {}, cluster.signal);
    await cluster.until(() => gone.includes('a'));
  });

  test('lets running passes end when it stops, and begins no other', async () => {
    await create('a');
    let isEnded = false;
    const manager = start({
      concurrency: 1,
      async reconcile({ name }, signal) {
        passes.push(name);
        await cluster.clock.sleep(5000, signal);
        isEnded = true;
        return {};
      },
    });
    await cluster.until(() => passes.length === 1);
    stop.abort();
    manager.enqueue('test', { namespace: 'default', name: 'a' });
    await cluster.until(() => isEnded);
    await running;
    assert.deepEqual(passes, ['a']);
  });

  test('aborts passes that do not end in time, without taking that for a failure', async () => {
    await create('a');
    let reason: unknown;
    start({
      reconcile: ({ name }, signal) => {
        passes.push(name);
        return new Promise((_, reject) => {
          signal.addEventListener('abort', () => {
            reason = signal.reason;
            reject(signal.reason);
          });
        });
      },
    });
    await cluster.until(() => passes.length === 1);
    stop.abort();
    await cluster.until(() => reason !== undefined);
    await running;
    assert.ok(!cluster.ring.records().some((record) => record.level === 'error'));
  });

  test('gives the lead up only after its last pass, and lets the next process in then', async () => {
    await create('a');
    const leaderElection = (identity: string) => ({ namespace: 'default', name: 'lead', identity });
    let isEnded = false;
    start(
      {
        async reconcile({ name }, signal) {
          passes.push(name);
          await cluster.clock.sleep(20_000, signal);
          isEnded = true;
          return {};
        },
      },
      { leaderElection: leaderElection('one') },
    );
    const first = running;
    await cluster.until(() => passes.length === 1);
    const firstStop = stop;
    stop = new AbortController();
    let begins = 0;
    start(
      {
        async reconcile() {
          begins += 1;
          assert.ok(isEnded, 'two processes lead');
          return {};
        },
      },
      { leaderElection: leaderElection('two') },
    );
    firstStop.abort();
    await cluster.until(() => begins > 0);
    await first;
  });

  test('is ready when its caches are', async () => {
    const manager = start({});
    const ask = async () => (await manager.healthHandler(new Request('http://h/readyz'))).status;
    assert.equal(await ask(), 503);
    await cluster.until(async () => (await ask()) === 200);
  });

  test('starts a controller whose kind comes later', async () => {
    const resource = { apiVersion: 'example.com/v1', kind: 'Widget' };
    start({ resource });
    await cluster.until(() => cluster.ring.records().some((record) => record.msg.includes('waiting for a kind')));
    const definition = {
      apiVersion: 'apiextensions.k8s.io/v1',
      kind: 'CustomResourceDefinition',
      metadata: { name: 'widgets.example.com' },
      spec: {
        group: 'example.com',
        scope: 'Namespaced',
        names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
        versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object' } } }],
      },
    };
    await cluster.client.create(definition, {}, cluster.signal);
    const widget = { ...resource, metadata: { name: 'w', namespace: 'default' } };
    await cluster.until(async () =>
      cluster.client.create(widget, {}, cluster.signal).then(
        () => true,
        () => false,
      ),
    );
    await cluster.until(() => passes.includes('w'));
  });
});
