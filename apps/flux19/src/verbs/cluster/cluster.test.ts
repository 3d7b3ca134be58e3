import assert from 'node:assert/strict';
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { ManualClock, startCluster } from '@flux19/cluster';
import { runLine } from '../../testing/run-line.ts';

suite('flux19 cluster', () => {
  let workingFolder = '';
  const environment = { PATH: '/usr/bin:/bin' };
  before(() => {
    workingFolder = mkdtempSync(join(tmpdir(), 'flux19-cluster-verb-'));
  });
  after(() => rmSync(workingFolder, { recursive: true }));

  const run = (line: string) => runLine(line, { workingFolder, environment });

  test('runs a program with KUBECONFIG set, and ends with its exit code', async () => {
    writeFileSync(join(workingFolder, 'keep.sh'), 'cp "$KUBECONFIG" kept.yaml\nexit $1\n');
    const ended = await run('cluster -- sh keep.sh 3');
    assert.deepEqual([ended.code, ended.error], [3, 'sh ended with exit code 3']);
    assert.match(readFileSync(join(workingFolder, 'kept.yaml'), 'utf8'), /server: https:\/\/127\.0\.0\.1:\d+/);
    assert.equal((await run('cluster -- sh keep.sh 0')).code, 0);
    const missing = await run('cluster -- flux19-no-such-program');
    assert.deepEqual(
      [missing.code, missing.error],
      [127, 'cannot run flux19-no-such-program: there is no such program'],
    );
  });

  test('refuses a mode of authorization that it does not know', async () => {
    assert.match(
      (await run('cluster --authorization-mode None -- true')).error,
      /Allowed choices are RBAC, AlwaysAllow/,
    );
    assert.equal((await run('cluster --authorization-mode AlwaysAllow -- true')).code, 0);
  });

  test('keeps its state in a file, and starts from it', async () => {
    writeFileSync(
      join(workingFolder, 'objects.yaml'),
      'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: a, namespace: default}\ndata: {key: value}\n',
    );
    assert.equal((await run('cluster --manifests objects.yaml --save-snapshot first.json -- true')).code, 0);
    assert.equal(statSync(join(workingFolder, 'first.json')).mode & 0o777, 0o600);
    assert.equal((await run('cluster --snapshot first.json --save-snapshot second.json -- true')).code, 0);
    assert.match(readFileSync(join(workingFolder, 'second.json'), 'utf8'), /"data":\{"key":"value"\}/);
  });

  test('refuses files that make no sense before it starts anything', async () => {
    writeFileSync(join(workingFolder, 'bad.yaml'), 'faults:\n- fault: {kind: explode}\n');
    assert.match(
      (await run('cluster --faults bad.yaml -- true')).error,
      /cannot read the faults bad.yaml: .*must be one/,
    );
    assert.match((await run('cluster --snapshot bad.yaml -- true')).error, /cannot read the snapshot bad.yaml/);
    assert.match((await run('cluster --manifests bad.yaml -- true')).error, /cannot read the manifests bad.yaml/);
    assert.match((await run('cluster --faults none.yaml -- true')).error, /cannot read the faults none.yaml: ENOENT/);
  });

  test('snapshot and clock act on a cluster that runs', async () => {
    await using cluster = await startCluster({ clock: new ManualClock() });
    const ask = (line: string) => runLine(line, { workingFolder, client: cluster.client });
    assert.equal((await ask('cluster snapshot save state.json')).err, '✔ snapshot saved to state.json\n');
    assert.ok(existsSync(join(workingFolder, 'state.json')));
    assert.equal((await ask('cluster snapshot restore state.json')).err, '✔ cluster restored from state.json\n');
    assert.equal((await ask('cluster clock advance 1h')).out, '2026-01-01T01:00:00.000Z\n');
    await using other = await startCluster();
    const refused = await runLine('cluster clock advance 1h', { client: other.client });
    assert.match(refused.error, /cannot be moved/);
  });
});
