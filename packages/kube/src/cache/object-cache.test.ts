import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type CacheChange, createKubeClient, ObjectCache } from '@flux19/kube';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { FakeApi, type FakeFault } from '../testing/fake-api.ts';

const turn = () => new Promise((done) => setImmediate(done));

function follow() {
  const api = new FakeApi();
  const clock = new ManualClock();
  const client = createKubeClient({ fetch: api.handler, server: 'http://c', clock, random: () => 0.5 });
  const cache = new ObjectCache({
    client,
    resource: { apiVersion: 'v1', kind: 'ConfigMap' },
    clock,
    random: () => 0.5,
    stallTimeoutMs: 90_000,
  });
  const changes: CacheChange[] = [];
  cache.onChange((change) => changes.push(change));
  const aborter = new AbortController();
  const done = cache.run(aborter.signal);
  const stop = async (): Promise<void> => {
    aborter.abort(new Error('test ends'));
    await done;
  };
  /** Lets time pass until something holds. */
  const until = async (holds: () => boolean, limitMs = 3_600_000): Promise<void> => {
    const end = clock.now() + limitMs;
    for (let turns = 0; !holds(); turns += 1) {
      await turn();
      if (turns % 5 === 4 && clock.sleeping > 0) await clock.advance(500);
      assert.ok(clock.now() < end && turns < 100_000, 'did not happen in time');
    }
  };
  return { api, cache, changes, clock, until, stop, signal: aborter.signal };
}

const data = (cache: ObjectCache) =>
  Object.fromEntries(cache.list().map((o) => [`${o.metadata.namespace}/${o.metadata.name}`, o['data']]));
const stored = (api: FakeApi) => Object.fromEntries([...api.objects].map(([key, o]) => [key, o['data']]));
const isSame = (cache: ObjectCache, api: FakeApi) =>
  JSON.stringify(Object.entries(data(cache)).sort()) === JSON.stringify(Object.entries(stored(api)).sort());

type Step =
  | { readonly do: 'put'; readonly name: string; readonly value: number }
  | { readonly do: 'remove'; readonly name: string }
  | { readonly do: 'fault'; readonly fault: FakeFault }
  | { readonly do: 'compact' }
  /** Writes that no watch brings: the history is gone before it is open again. */
  | { readonly do: 'outage'; readonly removes: readonly string[]; readonly puts: readonly string[] }
  | { readonly do: 'pause'; readonly turns: number };

suite('ObjectCache', () => {
  test('holds what the server holds and tells what changes, after it holds it', async () => {
    const { api, cache, changes, signal, until, stop } = follow();
    api.put('a', { k: '1' });
    await cache.ready(signal);
    api.put('a', { k: '2' });
    api.put('b', {});
    api.remove('a');
    await until(() => isSame(cache, api) && changes.length === 4);
    assert.deepEqual(
      changes.map((c) => [c.type, c.object.metadata.name]),
      [
        ['ADDED', 'a'],
        ['MODIFIED', 'a'],
        ['ADDED', 'b'],
        ['DELETED', 'a'],
      ],
    );
    assert.equal(cache.get('default', 'b')?.metadata.managedFields, undefined);
    await stop();
  });

  test('hears of what went while it could not watch', async () => {
    const { api, cache, changes, until, stop, signal } = follow();
    api.put('a', {});
    api.fault = (call) => (call.isWatch ? { kind: 'status', code: 500 } : undefined);
    await cache.ready(signal);
    await until(() => cache.health.failures > 1);
    api.remove('a');
    api.put('b', {});
    api.compact();
    api.fault = () => undefined;
    await until(() => isSame(cache, api));
    assert.deepEqual(changes.map((c) => `${c.type} ${c.object.metadata.name}`).sort(), [
      'ADDED a',
      'ADDED b',
      'DELETED a',
    ]);
    await stop();
  });

  test('tells of an object that was replaced by another of the same name', async () => {
    const { api, cache, changes, until, stop, signal } = follow();
    const old = api.put('a', {});
    api.fault = (call) => (call.isWatch ? { kind: 'status', code: 503 } : undefined);
    await cache.ready(signal);
    api.remove('a');
    const made = api.put('a', {});
    api.compact();
    api.fault = () => undefined;
    await until(() => changes.length === 3);
    assert.deepEqual(
      changes.map((change) => [change.type, change.object.metadata.uid]),
      [
        ['ADDED', old.metadata.uid],
        ['DELETED', old.metadata.uid],
        ['ADDED', made.metadata.uid],
      ],
    );
    await stop();
  });

  test('takes a silent connection for dead', async () => {
    const { api, cache, until, stop, clock } = follow();
    let isFirst = true;
    api.fault = (call) => {
      if (!call.isWatch || !isFirst) return undefined;
      isFirst = false;
      return { kind: 'break', afterEvents: 0, how: 'stall' };
    };
    await until(() => api.calls.some((call) => call.isWatch));
    const before = clock.now();
    api.put('a', {});
    await until(() => isSame(cache, api));
    assert.ok(clock.now() - before >= 90_000);
    await stop();
  });

  test('resumes where it stood instead of listing again', async () => {
    const { api, cache, until, stop } = follow();
    api.fault = (call) => (call.isWatch ? { kind: 'break', afterEvents: 1, how: 'reset' } : undefined);
    for (const name of ['a', 'b', 'c']) {
      await until(() => api.watchers > 0);
      api.put(name, {});
      await until(() => isSame(cache, api));
    }
    assert.equal(cache.health.lists, 1);
    assert.ok(cache.health.watches >= 3);
    await stop();
  });

  test('waits longer the longer the server is down, and no longer than 30 s', async () => {
    const { api, cache, clock, until, stop } = follow();
    const times: number[] = [];
    api.fault = () => {
      times.push(clock.now());
      return { kind: 'status', code: 500 };
    };
    await until(() => times.length >= 20);
    const pauses = times.slice(1).map((at, i) => at - (times[i] ?? 0));
    assert.ok(Math.max(...pauses) <= 31_000);
    assert.ok(Math.max(...pauses.slice(-2)) >= 15_000);
    assert.equal(cache.health.isReady, false);
    assert.equal(cache.health.lastError, 'fault 500');
    await stop();
  });

  test('shows an own write at once, and does not go back to what was before it', async () => {
    const { api, cache, changes, until, stop, signal } = follow();
    api.put('a', { k: '1' });
    api.fault = (call) => (call.isWatch ? { kind: 'status', code: 500 } : undefined);
    await cache.ready(signal);
    api.put('a', { k: '2' });
    const written = api.put('a', { k: '3' });
    cache.remember(written);
    assert.deepEqual(cache.get('default', 'a')?.['data'], { k: '3' });
    api.fault = () => undefined;
    await until(() => api.watchers > 0);
    await turn();
    assert.deepEqual(
      changes.map((c) => (c.object['data'] as Record<string, string>)['k']),
      ['1', '3'],
    );
    await stop();
  });

  test('goes on when a handler throws', async () => {
    const { api, cache, changes, until, stop } = follow();
    cache.onChange(() => {
      throw new Error('handler broke');
    });
    api.put('a', {});
    await until(() => cache.health.lists > 0);
    api.put('b', {});
    await until(() => changes.length === 2);
    await stop();
  });

  const fault: fc.Arbitrary<FakeFault> = fc.oneof(
    fc.record({ kind: fc.constant('status' as const), code: fc.constantFrom(410, 429, 500, 503) }),
    fc.record({ kind: fc.constantFrom('refuse' as const, 'html' as const) }),
    fc.record({
      kind: fc.constant('break' as const),
      afterEvents: fc.nat(3),
      how: fc.constantFrom('end' as const, 'tear' as const, 'reset' as const, 'stall' as const, 'expire' as const),
    }),
  );
  const step: fc.Arbitrary<Step> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({ do: fc.constant('put' as const), name: fc.constantFrom('a', 'b', 'c'), value: fc.nat(9) }),
    },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), name: fc.constantFrom('a', 'b', 'c') }) },
    { weight: 3, arbitrary: fc.record({ do: fc.constant('fault' as const), fault }) },
    {
      weight: 3,
      arbitrary: fc.record({
        do: fc.constant('outage' as const),
        removes: fc.subarray(['a', 'b', 'c']),
        puts: fc.subarray(['a', 'b', 'c']),
      }),
    },
    { weight: 1, arbitrary: fc.record({ do: fc.constant('compact' as const) }) },
    { weight: 2, arbitrary: fc.record({ do: fc.constant('pause' as const), turns: fc.nat(12) }) },
  );

  test('ends with what the server holds, whatever happens on the way', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const { api, cache, changes, clock, until, stop } = follow();
      const faults: FakeFault[] = [];
      api.fault = () => faults.shift();
      for (const now of steps) await play(now, api, faults, clock);
      await until(() => cache.health.isReady && faults.length === 0 && isSame(cache, api));
      assert.deepEqual(told(changes), data(cache));
      await stop();
    });
    await fc.assert(property, { numRuns: 60 });
  });
});

/** What somebody knows who only heard of the changes. */
function told(changes: readonly CacheChange[]): Record<string, unknown> {
  const known = new Map<string, unknown>();
  for (const { type, object } of changes) {
    const key = `${object.metadata.namespace}/${object.metadata.name}`;
    if (type === 'DELETED') known.delete(key);
    else known.set(key, object['data']);
  }
  return Object.fromEntries(known);
}

async function play(step: Step, api: FakeApi, faults: FakeFault[], clock: ManualClock): Promise<void> {
  if (step.do === 'put') api.put(step.name, { value: String(step.value) });
  else if (step.do === 'remove') api.remove(step.name);
  else if (step.do === 'compact') api.compact();
  else if (step.do === 'outage') {
    api.drop();
    for (const name of step.removes) api.remove(name);
    for (const name of step.puts) api.put(name, {});
    api.compact();
  } else if (step.do === 'fault') faults.push(step.fault);
  else if (step.do === 'pause') {
    for (let i = 0; i < step.turns; i += 1) await turn();
    await clock.advance(2000);
  }
}
