// One cluster for all tests of a suite, brought back to where it was after each.
import assert from 'node:assert/strict';
import { after, afterEach, before, suite, test } from 'node:test';
import { type Cluster, type ClusterSnapshot, startCluster } from '@flux19/cluster';

const { signal } = new AbortController();
const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' };

suite('the example with a snapshot', () => {
  let cluster: Cluster;
  let clean: ClusterSnapshot;

  before(async () => {
    cluster = await startCluster();
    await cluster.settle();
    clean = cluster.snapshot();
  });
  afterEach(() => cluster.restore(clean));
  after(() => cluster.close());

  for (const round of ['one', 'two']) {
    test(`finds nothing of another test: ${round}`, async () => {
      const { items } = await cluster.client.list(configMaps, { namespace: 'default' }, signal);
      assert.deepEqual(
        items.map(({ metadata }) => metadata.name),
        ['kube-root-ca.crt'],
      );
      await cluster.client.create({ ...configMaps, metadata: { name: round, namespace: 'default' } }, {}, signal);
    });
  }
});
