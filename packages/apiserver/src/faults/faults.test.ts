import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { administrator, type Fault } from '@flux19/apiserver';
import { startApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

function faulty(fault: Fault, verb = 'list') {
  return startApi({
    faults: (request) => (request.verb === verb && request.resource === 'configmaps' ? fault : undefined),
  });
}

suite('faults', () => {
  test('answer with a Status instead of carrying the request out', async () => {
    const api = faulty({ kind: 'status', code: 429, retryAfterSeconds: 2 });
    const { code, headers, body } = await api.get(configMaps);
    assert.deepEqual([code, headers.get('retry-after'), body['reason']], [429, '2', 'TooManyRequests']);
    const silent = faulty({ kind: 'status', code: 500 }, 'create');
    await silent.post(configMaps, { metadata: { name: 'a' } });
    assert.equal((await silent.get(`${configMaps}/a`)).code, 404);
  });

  test('delay a request', async () => {
    const api = faulty({ kind: 'delay', ms: 1000 });
    const answer = api.get(configMaps);
    await new Promise((done) => setImmediate(done));
    assert.equal(api.clock.sleeping, 1);
    await api.clock.advance(1000);
    assert.equal((await answer).code, 200);
  });

  test('break a body off', async () => {
    const api = faulty({ kind: 'truncate', afterBytes: 10 });
    await assert.rejects(api.get(configMaps), /connection reset on purpose/);
  });

  test('drop a watch, and let another expire', async () => {
    const read = async (fault: Fault) => {
      const api = faulty(fault, 'watch');
      for (const name of ['a', 'b', 'c']) await api.post(configMaps, { metadata: { name } });
      const response = await api.server.as(administrator)(new Request(`http://cluster${configMaps}?watch=1`));
      const lines = (await response.text()).trim().split('\n');
      return lines.map((line) => (JSON.parse(line) as { type: string }).type);
    };
    assert.deepEqual(await read({ kind: 'dropWatch', afterEvents: 2 }), ['ADDED', 'ADDED']);
    assert.deepEqual(await read({ kind: 'expireWatch', afterEvents: 1 }), ['ADDED', 'ERROR']);
  });

  test('lose the answer to a write that was done', async () => {
    const api = faulty({ kind: 'loseAnswer' }, 'create');
    await assert.rejects(api.post(configMaps, { metadata: { name: 'a' } }), { name: 'BrokenConnectionError' });
    assert.equal((await api.get(`${configMaps}/a`)).code, 200);
    const refusing = faulty({ kind: 'loseAnswer', code: 504 }, 'create');
    assert.equal((await refusing.post(configMaps, { metadata: { name: 'a' } })).body['reason'], 'Timeout');
    assert.equal((await refusing.get(`${configMaps}/a`)).code, 200);
  });

  test('break a connection off before anything is done', async () => {
    const api = faulty({ kind: 'reset' }, 'create');
    await assert.rejects(api.post(configMaps, { metadata: { name: 'a' } }), { name: 'BrokenConnectionError' });
    assert.equal((await api.get(`${configMaps}/a`)).code, 404);
  });

  test('stall a body, for a while or until the client gives up', async () => {
    const api = faulty({ kind: 'stall', afterBytes: 10, ms: 1000 });
    const answer = api.get(configMaps);
    await new Promise((done) => setImmediate(done));
    assert.equal(api.clock.sleeping, 1);
    await api.clock.advance(1000);
    assert.deepEqual((await answer).body['items'], []);
    const endless = faulty({ kind: 'stall', afterBytes: 0 });
    const aborter = new AbortController();
    const request = new Request(`http://cluster${configMaps}`, { signal: aborter.signal });
    const body = (await endless.server.as(administrator)(request)).text();
    aborter.abort(new Error('enough'));
    await assert.rejects(body, /enough/);
  });

  test('start the server anew: watches end, and nobody answers until it is back', async () => {
    const api = faulty({ kind: 'restart', downMs: 500 }, 'create');
    const watch = await api.server.as(administrator)(new Request(`http://cluster${configMaps}?watch=1`));
    await assert.rejects(api.post(configMaps, { metadata: { name: 'a' } }), { name: 'BrokenConnectionError' });
    assert.equal(await watch.text(), '');
    await assert.rejects(api.get(configMaps), { name: 'BrokenConnectionError' });
    await api.clock.advance(500);
    assert.equal((await api.get(configMaps)).code, 200);
  });
});
