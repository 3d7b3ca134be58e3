import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { runLine } from '../../testing/run-line.ts';
import { startTestCluster, type TestCluster } from '../../testing/test-cluster.ts';

const now = Date.UTC(2026, 0, 1, 12, 0, 0);

function event(name: string, involved: { kind: string; name: string }, secondsAgo: number, changes: object = {}) {
  const time = new Date(now - secondsAgo * 1000).toISOString().replace('.000', '');
  return {
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name, namespace: 'team' },
    involvedObject: { ...involved, namespace: 'team' },
    type: 'Normal',
    reason: 'Succeeded',
    message: `message of ${name}`,
    firstTimestamp: time,
    lastTimestamp: time,
    count: 1,
    ...changes,
  };
}

suite('events', () => {
  let cluster: TestCluster;
  const clock = new ManualClock(now);
  const run = (line: string, signal?: AbortSignal) =>
    runLine(line, { client: cluster.client, clock, ...(signal === undefined ? {} : { signal }) });

  before(async () => {
    cluster = await startTestCluster();
    await cluster.create([
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'app', namespace: 'team' },
        spec: { interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'code' } },
      },
      event('late', { kind: 'Kustomization', name: 'app' }, 30, { type: 'Warning', reason: 'BuildFailed' }),
      event('early', { kind: 'GitRepository', name: 'code' }, 130),
      event('other', { kind: 'GitRepository', name: 'other' }, 300),
      event('pod', { kind: 'Pod', name: 'app' }, 10),
      event('often', { kind: 'Kustomization', name: 'app' }, 60, {
        firstTimestamp: '2026-01-01T11:00:00Z',
        count: 5,
      }),
    ]);
  });
  after(() => cluster.close());

  test('shows those of kinds of Flux, oldest first', async () => {
    const { out } = await run('events -n team');
    assert.deepEqual(
      out.split('\n').map((line) => line.split('\t').map((cell) => cell.trim())[0]),
      ['LAST SEEN', '5m', '2m10s', '60s (x5 over 60m)', '30s', ''],
    );
  });

  test('shows those of an object and of its source', async () => {
    const { out } = await run('events -n team --for kustomization/app');
    assert.match(out, /GitRepository\/code/);
    assert.match(out, /Kustomization\/app/);
    assert.doesNotMatch(out, /GitRepository\/other/);
  });

  test('filters by type, however it is capitalised', async () => {
    const { out } = await run('events -A --types warning');
    assert.match(out, /^NAMESPACE/);
    assert.equal(out.trimEnd().split('\n').length, 2);
  });

  test('is content when there are none', async () => {
    const { code, err } = await run('events -n empty');
    assert.deepEqual([code, err], [0, '✗ No events found in empty namespace.\n']);
  });

  test('refuses types and kinds that it does not know', async () => {
    assert.equal(
      (await run('events --types odd')).error,
      "type 'odd' not supported. Supported types are Normal, Warning",
    );
    assert.equal((await run('events --for Pod/app')).error, "'Pod' is not a recognized Flux kind");
  });

  test('goes on printing when it watches, until it is interrupted', async () => {
    const stop = new AbortController();
    const running = run('events -w -n team --for Kustomization', stop.signal);
    await cluster.client.create(event('fresh', { kind: 'Kustomization', name: 'app' }, 0), {}, stop.signal);
    setTimeout(() => stop.abort(new Error('stopped')), 50);
    assert.match((await running).out, /message of fresh/);
  });
});
