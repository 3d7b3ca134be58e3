import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { runLine } from '../testing/run-line.ts';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

suite('completion', () => {
  let cluster: TestCluster;
  const words = async (line: string, client = cluster.client) => {
    const { out } = await runLine(`complete -- ${line}`, { client });
    return out
      .split('\n')
      .map((text) => text.split('\t')[0])
      .filter((word) => word !== '' && word !== ':4');
  };
  before(async () => {
    cluster = await startTestCluster();
    await cluster.create([
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps', namespace: 'team' },
        spec: { interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'x' } },
      },
    ]);
  });
  after(() => cluster.close());

  test('offers commands that begin with what is written', async () => {
    assert.deepEqual(await words('re'), ['reconcile', 'resume']);
    assert.deepEqual(await words('get sources b'), ['bucket']);
  });

  test('offers the flags of a command and of those above it', async () => {
    assert.deepEqual(await words('reconcile ks --with'), ['--with-source']);
    assert.deepEqual(await words('get ks --status'), ['--status-selector']);
  });

  test('offers names from the cluster, in the namespace that is written', async () => {
    assert.deepEqual(await words("get ks -n team ''"), ['apps']);
    assert.deepEqual(await words("reconcile kustomization --namespace=team ''"), ['apps']);
    assert.deepEqual(await words("reconcile kustomization --namespace=other ''"), []);
    assert.deepEqual(await words('get ks -n te'), ['team']);
  });

  test('offers nothing, and complains about nothing, without a cluster', async () => {
    const { code, output } = await runLine("complete -- get ks ''");
    assert.deepEqual([code, output], [0, ':4\n']);
  });
});
