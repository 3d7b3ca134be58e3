import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  ApiError,
  ConnectionError,
  createKubeClient,
  ImpersonationError,
  type KubeClient,
  NoMatchError,
} from '@flux19/kube';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { FakeApi } from '../testing/fake-api.ts';

const signal = new AbortController().signal;
const configMap = (name: string) => ({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name });

function connect(options: { clock?: ManualClock; rateLimit?: { qps: number; burst: number } } = {}) {
  const api = new FakeApi();
  const client = createKubeClient({
    fetch: api.handler,
    server: 'http://cluster.local/',
    random: () => 0.5,
    ...options,
  });
  return { api, client };
}

/** Lets time pass until the work is done. */
async function letPass<T>(clock: ManualClock, work: Promise<T>): Promise<T> {
  let isDone = false;
  work.finally(() => (isDone = true)).catch(() => undefined);
  while (!isDone) {
    await new Promise((done) => setImmediate(done));
    if (clock.sleeping > 0) await clock.advance(50);
  }
  return work;
}

suite('KubeClient', () => {
  test('reads an object of a kind that it knows by discovery', async () => {
    const { api, client } = connect();
    api.put('web', { a: '1' });
    const object = await client.get(configMap('web'), signal);
    assert.equal(object.metadata.name, 'web');
    assert.deepEqual(
      api.calls.map((call) => call.url.pathname),
      ['/api', '/apis', '/api/v1/namespaces/default/configmaps/web'],
    );
  });

  test('tells an absent object from an error', async () => {
    const { client } = connect();
    assert.equal(await client.find(configMap('none'), signal), undefined);
    await assert.rejects(client.get(configMap('none'), signal), (thrown) => {
      assert.ok(thrown instanceof ApiError);
      assert.deepEqual([thrown.code, thrown.reason, thrown.message], [404, 'NotFound', 'configmaps "none" not found']);
      return true;
    });
  });

  test('lists all pages and gives the items their kind', async () => {
    const { api, client } = connect();
    for (let i = 0; i < 1201; i += 1) api.put(`m${i}`, {});
    const { items, resourceVersion } = await client.list({ apiVersion: 'v1', kind: 'ConfigMap' }, {}, signal);
    assert.equal(items.length, 1201);
    assert.equal(resourceVersion, '1301');
    assert.equal(items[1200]?.kind, 'ConfigMap');
    assert.equal(api.calls.filter((call) => call.url.pathname.endsWith('configmaps')).length, 3);
  });

  test('stops at one page when a limit is given', async () => {
    const { api, client } = connect();
    for (const name of ['a', 'b', 'c']) api.put(name, {});
    const first = await client.list({ apiVersion: 'v1', kind: 'ConfigMap' }, { limit: 2 }, signal);
    assert.deepEqual(
      first.items.map((o) => o.metadata.name),
      ['a', 'b'],
    );
    const rest = await client.list(
      { apiVersion: 'v1', kind: 'ConfigMap' },
      { limit: 2, continue: first.continue },
      signal,
    );
    assert.deepEqual(
      rest.items.map((o) => o.metadata.name),
      ['c'],
    );
    assert.equal(rest.continue, undefined);
  });

  test('looks again before it says that a kind is unknown', async () => {
    const clock = new ManualClock();
    const { api, client } = connect({ clock });
    await client.mapping({ apiVersion: 'v1', kind: 'ConfigMap' }, signal);
    await clock.advance(1000);
    const unknown = client.mapping({ apiVersion: 'example.com/v1', kind: 'Widget' }, signal);
    await assert.rejects(
      unknown,
      (thrown) =>
        thrown instanceof NoMatchError && thrown.message === 'no matches for kind "Widget" in version "example.com/v1"',
    );
    assert.equal(api.calls.filter((call) => call.url.pathname === '/apis').length, 2);
  });

  test('finds resources by the names that kubectl takes', async () => {
    const { client } = connect();
    for (const name of ['cm', 'configmaps', 'configmap', 'ConfigMap', 'configmaps.v1']) {
      assert.equal((await client.findResource(name, signal)).kind, 'ConfigMap', name);
    }
    await assert.rejects(client.findResource('widgets', signal), {
      message: `the server doesn't have a resource type "widgets"`,
    });
  });

  test('tells whether an apply created its object', async () => {
    const { client } = connect();
    const object = {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'a', namespace: 'default' },
      data: { k: 'v' },
    };
    assert.equal((await client.apply(object, { fieldManager: 'm' }, signal)).isCreated, true);
    assert.equal((await client.apply(object, { fieldManager: 'm', force: true }, signal)).isCreated, false);
  });

  test('refuses names that would lead to another path', async () => {
    const { client, api } = connect();
    for (const name of ['..', '.', '', 'a/b']) {
      await assert.rejects(client.get(configMap(name), signal), { name: 'PathError' });
    }
    assert.ok(api.calls.every((call) => !call.url.pathname.includes('configmaps')));
  });

  test('tries again what the server turned away, whatever it was', async () => {
    const clock = new ManualClock();
    const { api, client } = connect({ clock });
    let refusals = 2;
    api.fault = (call) =>
      call.method === 'PATCH' && refusals-- > 0 ? { kind: 'status', code: 429, retryAfter: '3' } : undefined;
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
    const before = clock.now();
    await letPass(clock, client.apply(object, { fieldManager: 'm' }, signal));
    assert.ok(clock.now() - before >= 6000);
  });

  test('does not repeat a write that may have been carried out', async () => {
    const { api, client } = connect();
    api.fault = (call) => (call.method === 'POST' ? { kind: 'refuse' } : undefined);
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
    await assert.rejects(client.create(object, {}, signal), ConnectionError);
    assert.equal(api.calls.filter((call) => call.method === 'POST').length, 1);
  });

  test('gives up on a server that does not answer', async () => {
    const clock = new ManualClock();
    const client = createKubeClient({
      fetch: () => new Promise(() => undefined),
      server: 'http://c',
      clock,
      timeoutMs: 1000,
    });
    const answer = letPass(clock, client.request('/healthz', { method: 'POST' }, signal));
    await assert.rejects(answer, { name: 'ConnectionError', message: 'POST http://c/healthz: no answer within 1 s' });
  });

  test('stops with the reason of the signal', async () => {
    const aborter = new AbortController();
    const client = createKubeClient({ fetch: () => new Promise(() => undefined), server: 'http://c' });
    const answer = client.request('/healthz', {}, aborter.signal);
    aborter.abort(new Error('stopped'));
    await assert.rejects(answer, { message: 'stopped' });
  });

  test('takes a redirect for an error and follows it nowhere', async () => {
    const seen: string[] = [];
    const fetch = async (request: Request) => {
      seen.push(request.url);
      return new Response('', { status: 307, headers: { location: 'http://elsewhere/' } });
    };
    const client = createKubeClient({ fetch, server: 'http://c', headers: { authorization: 'Bearer secret' } });
    await assert.rejects(client.resources(signal), ApiError);
    assert.ok(seen.every((url) => url.startsWith('http://c/')));
  });

  test('takes an answer that is no JSON for a broken connection', async () => {
    const { api, client } = connect();
    await client.resources(signal);
    api.fault = () => ({ kind: 'html' });
    await assert.rejects(client.get(configMap('a'), signal), ConnectionError);
  });

  test('keeps to its rate', async () => {
    const clock = new ManualClock();
    const { client } = connect({ clock, rateLimit: { qps: 10, burst: 3 } });
    const before = clock.now();
    await letPass(clock, Promise.all(Array.from({ length: 23 }, () => client.request('/api', {}, signal))));
    assert.ok(clock.now() - before >= 2000);
  });
});

suite('KubeClient.as', () => {
  const acts = (client: KubeClient): Promise<unknown>[] => {
    const object = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'default' } };
    return [
      client.get(configMap('a'), signal),
      client.list({ apiVersion: 'v1', kind: 'ConfigMap' }, {}, signal),
      client.create(object, {}, signal),
      client.apply(object, { fieldManager: 'm' }, signal),
      client.patch(configMap('a'), {}, { type: 'merge' }, signal),
      client.delete(configMap('a'), {}, signal),
      client.deleteCollection({ apiVersion: 'v1', kind: 'ConfigMap' }, { namespace: 'default' }, signal),
      client.request('/version', { headers: { 'x-test': '1' } }, signal),
      client.watch({ apiVersion: 'v1', kind: 'ConfigMap' }, {}, AbortSignal.timeout(0))[Symbol.asyncIterator]().next(),
    ];
  };

  test('sends the identity with every request, whatever the request is', async () => {
    const { api, client } = connect();
    const tenant = client.as({
      user: 'system:serviceaccount:team:deployer',
      groups: ['system:serviceaccounts', 'system:serviceaccounts:team'],
    });
    await Promise.allSettled(acts(tenant));
    assert.ok(api.calls.length > 8);
    for (const { headers } of api.calls) {
      assert.equal(headers.get('impersonate-user'), 'system:serviceaccount:team:deployer');
      assert.equal(headers.get('impersonate-group'), 'system:serviceaccounts, system:serviceaccounts:team');
    }
  });

  test('never sends a request for an identity that it cannot carry', () => {
    const { api, client } = connect();
    const blank = fc.array(fc.constantFrom(' ', '\t', '\u0000', '\r', '\n')).map((parts) => parts.join(''));
    const odd = fc
      .tuple(fc.string(), fc.constantFrom('\n', ',', '\u0000', 'ü'), fc.string())
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(fc.oneof(blank, odd), (user) => {
        assert.throws(() => client.as({ user }), ImpersonationError);
        assert.throws(() => client.as({ user: 'jane', groups: [user] }), ImpersonationError);
      }),
    );
    assert.equal(api.calls.length, 0);
  });

  test('cannot be replaced, neither by another identity nor by a header', async () => {
    const { client } = connect();
    assert.throws(() => client.as({ user: 'jane' }).as({ user: 'admin' }), ImpersonationError);
    await assert.rejects(
      client.request('/api', { headers: { 'Impersonate-User': 'admin' } }, signal),
      ImpersonationError,
    );
  });
});
