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
});
