import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Storage } from '@flux19/apiserver';
import { startApi } from '../testing/api-client.ts';

const configMaps = '/api/v1/namespaces/default/configmaps';

/** Fails every transaction for as long as it is told to. */
function failingStorage(): Storage & { isFull: boolean } {
  return {
    isFull: false,
    load: () => ({ revision: 0, records: [] }),
    async append() {
      await new Promise((done) => setImmediate(done));
      if (this.isFull) throw new Error('no space left');
    },
    keepRevision() {
      if (this.isFull) throw new Error('no space left');
    },
  };
}

suite('a storage that fails', () => {
  test('fails the writer alone: who reads sees what is stored', async () => {
    const storage = failingStorage();
    const api = startApi({ storage });
    await api.post(configMaps, { metadata: { name: 'a' }, data: { is: 'stored' } });
    storage.isFull = true;
    const [written, read, listed, dry] = await Promise.all([
      api.merge(`${configMaps}/a`, { data: { is: 'lost' } }),
      api.get(`${configMaps}/a`),
      api.get(configMaps),
      api.call('PATCH', `${configMaps}/a?dryRun=All`, { type: 'application/merge-patch+json', body: { data: {} } }),
    ]);
    assert.deepEqual(
      [written.code, written.body['message'], written.body['reason']],
      [500, 'no space left', undefined],
    );
    assert.deepEqual([read.code, read.body['data']], [200, { is: 'stored' }]);
    assert.deepEqual([listed.code, dry.code], [200, 200]);
    const again = await api.merge(`${configMaps}/a`, { data: { is: 'lost' } });
    assert.deepEqual([again.code, again.body['message']], [500, 'no space left']);
    storage.isFull = false;
    const last = await api.merge(`${configMaps}/a`, { data: { is: 'new' } });
    assert.deepEqual([last.code, last.body['data']], [200, { is: 'new' }]);
  });
});
