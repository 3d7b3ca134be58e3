import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { HistoryEntry } from '@flux19/api';
import { type HistoryRun, withRun } from './history.ts';

const run: HistoryRun = {
  digest: 'sha256:a',
  status: 'ReconciliationSucceeded',
  now: Date.UTC(2026, 0, 1),
  durationMs: 1_500,
  revision: 'main@sha1:1',
  originRevision: undefined,
};

suite('withRun', () => {
  test('begins with the latest run', () => {
    assert.deepEqual(withRun([], run), [
      {
        digest: 'sha256:a',
        firstReconciled: '2026-01-01T00:00:00Z',
        lastReconciled: '2026-01-01T00:00:00Z',
        lastReconciledDuration: '1.5s',
        lastReconciledStatus: 'ReconciliationSucceeded',
        totalReconciliations: 1,
        metadata: { revision: 'main@sha1:1' },
      },
    ]);
  });

  test('counts runs of the same digest and status in one entry', () => {
    const history = withRun(withRun([], run), { ...run, now: run.now + 60_000, originRevision: 'abc' });
    assert.equal(history.length, 1);
    assert.equal(history[0]?.firstReconciled, '2026-01-01T00:00:00Z');
    assert.equal(history[0]?.lastReconciled, '2026-01-01T00:01:00Z');
    assert.equal(history[0]?.totalReconciliations, 2);
    assert.deepEqual(history[0]?.metadata, { revision: 'main@sha1:1', originRevision: 'abc' });
  });

  test('tells failures from successes of the same digest, and keeps five entries', () => {
    let history: HistoryEntry[] = [];
    for (const digest of ['1', '2', '3', '4', '5']) history = withRun(history, { ...run, digest });
    history = withRun(history, { ...run, digest: '5', status: 'HealthCheckFailed' });
    assert.deepEqual(
      history.map((entry) => `${entry.digest} ${entry.lastReconciledStatus}`),
      ['5 HealthCheckFailed', ...['5', '4', '3', '2'].map((digest) => `${digest} ReconciliationSucceeded`)],
    );
  });
});
