import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator, createApiServer, type Fault } from '@flux19/apiserver';
import { ApiError, addressOf, createKubeClient, ObjectCache, SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';

const settle = async (turns = 20): Promise<void> => {
  for (let i = 0; i < turns; i += 1) await new Promise((done) => setImmediate(done));
};
const configMap = (name: string, value: number): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'default', labels: { keep: value % 3 === 0 ? 'no' : 'yes' } },
  data: { value: String(value) },
});
const resource = { apiVersion: 'v1', kind: 'ConfigMap' };
const labelSelector = 'keep=yes';

/** The embedded API server. Only requests with a label selector suffer faults: those of the cache. */
function start() {
  const clock = new ManualClock();
  const faults: Fault[] = [];
  // Few events are kept, so that a watch that is away for long is told 410.
  const server = createApiServer({
    clock,
    eventHistory: 8,
    faults: ({ query }) => (query.has('labelSelector') ? faults.shift() : undefined),
  });
  const client = createKubeClient({
    fetch: server.as(administrator),
    server: 'http://cluster.test',
    clock,
    random: () => 0.5,
  });
  return { clock, faults, server, client };
}

type Step =
  | { readonly do: 'put'; readonly name: string; readonly value: number }
  | { readonly do: 'delete'; readonly name: string }
  | { readonly do: 'fault'; readonly fault: Fault }
  | { readonly do: 'wait'; readonly ms: number }
  /** More writes than the server remembers while the connection is down, the last of them a deletion. */
  | { readonly do: 'outage'; readonly name: string };

const name = fc.constantFrom('a', 'b', 'c', 'd');
const fault: fc.Arbitrary<Fault> = fc.oneof(
  fc.record({ kind: fc.constant('status' as const), code: fc.constantFrom(409, 410, 429, 500, 503) }),
  fc.record({ kind: fc.constant('delay' as const), ms: fc.nat(3000) }),
  fc.record({ kind: fc.constant('truncate' as const), afterBytes: fc.nat(2000) }),
  fc.record({ kind: fc.constantFrom('dropWatch' as const, 'expireWatch' as const), afterEvents: fc.nat(3) }),
);
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('put' as const), name, value: fc.nat(20) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('delete' as const), name }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), fault }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('outage' as const), name }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('wait' as const), ms: fc.nat(40_000) }) },
);

const unavailable: Fault = { kind: 'status', code: 503 };

async function breakDown(name: string, made: ReturnType<typeof start>, signal: AbortSignal): Promise<void> {
  const { faults, clock } = made;
  faults.unshift(unavailable, unavailable, unavailable);
  // Every watch ends in time; the server is away then, and for a while after that.
  for (let turns = 0; faults[2] === unavailable && turns < 100; turns += 1) {
    await settle(3);
    await clock.advance(10_000);
  }
  for (let value = 1; value < 12; value += 1) await play({ do: 'put', name: 'busy', value }, made, signal);
  await play({ do: 'delete', name }, made, signal);
}

async function play(
  now: Step,
  { clock, faults, client, server }: ReturnType<typeof start>,
  signal: AbortSignal,
): Promise<void> {
  if (now.do === 'fault') faults.push(now.fault);
  else if (now.do === 'outage') await breakDown(now.name, { clock, faults, client, server }, signal);
  else if (now.do === 'put')
    await client.apply(configMap(now.name, now.value), { fieldManager: 'writer', force: true }, signal);
  else if (now.do === 'delete') {
    await client
      .delete(addressOf(configMap(now.name, 0)), {}, signal)
      .catch((thrown: unknown) => assert.ok(thrown instanceof ApiError));
  } else {
    await settle();
    await clock.advance(now.ms);
  }
}

const versions = (objects: readonly KubeObject[]) =>
  objects.map(({ metadata }) => `${metadata.name} ${metadata.resourceVersion}`).toSorted();

suite('ObjectCache and the embedded API server', () => {
  test('agree in the end, whatever happens to the connection', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const made = start();
      const { clock, client, server } = made;
      const aborter = new AbortController();
      const cache = new ObjectCache({
        client,
        resource,
        namespace: 'default',
        labelSelector,
        clock,
        random: () => 0.5,
      });
      const running = cache.run(aborter.signal);
      for (const now of steps) await play(now, made, aborter.signal);
      const { items } = await client.list(resource, { namespace: 'default' }, aborter.signal);
      const expected = versions(items.filter((object) => object.metadata.labels?.['keep'] === 'yes'));
      const isDone = (): boolean =>
        cache.isReady && JSON.stringify(versions(cache.list())) === JSON.stringify(expected);
      for (let turns = 0; !isDone() && turns < 400; turns += 1) {
        await settle(5);
        await clock.advance(2000);
      }
      assert.deepEqual(versions(cache.list()), expected);
      aborter.abort(new Error('the test ends'));
      await running;
      server.close();
    });
    await fc.assert(property, { numRuns: 25 });
  });

  test('agree that there is nothing when the kind itself is deleted', async () => {
    const { client, clock, server } = start();
    const aborter = new AbortController();
    const { signal } = aborter;
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
    await client.create(definition, {}, signal);
    const widget = { apiVersion: 'example.com/v1', kind: 'Widget', metadata: { name: 'w', namespace: 'default' } };
    await client.create(widget, {}, signal);
    const cache = new ObjectCache({ client, resource: widget, clock, random: () => 0.5 });
    const running = cache.run(signal);
    await cache.ready(signal);
    assert.equal(cache.list().length, 1);
    await client.delete(addressOf(definition as KubeObject), {}, signal);
    for (let turns = 0; cache.list().length > 0 && turns < 400; turns += 1) {
      await settle(5);
      await clock.advance(2000);
    }
    assert.deepEqual(cache.list(), []);
    aborter.abort(new Error('the test ends'));
    await running;
    server.close();
  });
});

suite('SharedCaches', () => {
  test('shares one watch among all who ask for the same, and stops it some time after the last has gone', async () => {
    const { clock, client, server } = start();
    const aborter = new AbortController();
    const caches = new SharedCaches({ client, signal: aborter.signal, clock, lingerMs: 10_000 });
    const first = await caches.acquire(resource, { labelSelector }, aborter.signal);
    const second = await caches.acquire(
      { group: '', version: 'v1', resource: 'configmaps' },
      { labelSelector },
      aborter.signal,
    );
    const other = await caches.acquire(resource, {}, aborter.signal);
    assert.equal(first.cache, second.cache);
    assert.notEqual(first.cache, other.cache);
    first.release();
    first.release();
    await clock.advance(20_000);
    assert.equal(caches.health().size, 2);
    second.release();
    await clock.advance(5000);
    const back = await caches.acquire(resource, { labelSelector }, aborter.signal);
    assert.equal(back.cache, first.cache);
    back.release();
    await clock.advance(20_000);
    await settle();
    assert.equal(caches.health().size, 1);
    aborter.abort(new Error('the test ends'));
    server.close();
  });
});
