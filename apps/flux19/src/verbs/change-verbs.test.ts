import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { runLine } from '../testing/run-line.ts';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

function kustomization(name: string) {
  return {
    apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
    kind: 'Kustomization',
    metadata: { name, namespace: 'team' },
    spec: { interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'x' } },
  };
}

suite('verbs that change objects', () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startTestCluster();
    await cluster.create(['a', 'b', 'c'].map(kustomization));
  });
  after(() => cluster.close());
  const run = (line: string, confirm?: () => Promise<boolean>) =>
    runLine(line, { client: cluster.client, ...(confirm === undefined ? {} : { confirm }) });
  const suspended = async (): Promise<readonly string[]> => {
    const { out } = await run('get ks -n team --no-header');
    return out.split('\n').flatMap((line) => (line.includes('\tTrue\tFalse') ? [line.slice(0, 1)] : []));
  };

  test('suspend and resume take all objects of a namespace', async () => {
    assert.equal((await run('suspend ks --all -n team')).code, 0);
    assert.deepEqual(await suspended(), ['a', 'b', 'c']);
    assert.equal((await run('resume ks --all -n team')).code, 0);
    assert.deepEqual(await suspended(), []);
  });

  test('suspend needs a name or --all, and says when there is nothing', async () => {
    assert.equal((await run('suspend ks -n team')).error, 'kustomization name is required');
    assert.equal((await run('suspend ks --all -n empty')).error, 'no objects found');
  });

  test('resume fails when an object does not become ready in time', async () => {
    const { error, err } = await run('resume ks a -n team --timeout=50ms');
    assert.equal(error, 'reconciliation failed for 1 Kustomization(s)');
    assert.match(err, /✗ Kustomization a reconciliation failed: context deadline exceeded/);
  });

  test('resume --wait=false does not wait', async () => {
    const { code, err } = await run('resume ks a --wait=false -n team');
    assert.deepEqual([code, err], [0, '► resuming kustomization a in team namespace\n✔ kustomization resumed\n']);
  });

  test('delete asks first, and only a yes deletes', async () => {
    const { client } = cluster;
    const inventory = { entries: [{ id: 'default_x__ConfigMap', v: 'v1' }] };
    const { apiVersion, kind } = kustomization('a');
    const address = { apiVersion, kind, namespace: 'team', name: 'a' };
    const patch = { type: 'merge', subresource: 'status' } as const;
    await client.patch(address, { status: { inventory } }, patch, new AbortController().signal);
    const refused = await run('delete ks a -n team');
    assert.equal(refused.error, 'aborting');
    assert.match(
      refused.err,
      /1 object that it has applied will be deleted with it; to keep what it applied, first: flux19 suspend kustomization a -n team/,
    );
    assert.equal((await run('delete ks a -n team', () => Promise.resolve(false))).error, 'aborting');
    assert.equal((await run('get ks a -n team')).code, 0);
    assert.equal((await run('delete ks a -n team', () => Promise.resolve(true))).code, 0);
    assert.equal((await run('get ks a -n team')).code, 1);
  });

  test('get -w prints every change until its time is over', async () => {
    const watching = run('get ks -w -n team --timeout=300ms');
    await run('suspend ks b -n team');
    const { code, error, out } = await watching;
    assert.deepEqual([code, error], [1, 'timed out waiting for the condition']);
    assert.match(out, /^NAME[\s\S]*\nb\t[^\n]*True/);
  });

  test('export prints every object of a kind', async () => {
    const { out } = await run('export ks --all -n team');
    assert.equal(out.split('---\n').length - 1, 2);
    assert.equal((await run('export ks --all -n empty')).error, 'no objects found in empty namespace');
  });
});
