import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { conditionTypes, type GitRepository } from '@flux19/api';
import fc from 'fast-check';
import { progressStatus } from '../source/progress-status.ts';
import { SourceError, stages } from '../source/source-error.ts';
import { conditionTexts } from '../testing/conditions.ts';
import { passEvents, titleOf } from './events.ts';
import { nextStatus, type Outcome } from './status.ts';

const nowMs = Date.UTC(2026, 0, 1);
const artifact = {
  digest: 'sha256:1',
  lastUpdateTime: '2026-01-01T00:00:00Z',
  path: 'p',
  revision: 'main@sha1:1',
  url: 'u',
};
const object: GitRepository = {
  apiVersion: 'source.toolkit.fluxcd.io/v1',
  kind: 'GitRepository',
  metadata: { name: 'app', namespace: 'apps', generation: 3 },
  spec: { url: 'https://example.org/app.git', interval: '1m' },
  status: { observedGeneration: 2, artifact },
};
const intact = { artifact, state: 'intact' } as const;
const stored: Outcome = { kind: 'stored', artifact, includes: [], verification: undefined };
const failure = (stage: (typeof stages)[number], retry: 'backoff' | 'wait' | 'never' = 'backoff'): Outcome => {
  const error = new SourceError('Reason', 'why', { stage, condition: conditionTypes.fetchFailed, retry });
  return { kind: 'failed', error, verification: undefined };
};

/** The object after one pass. */
function after(
  before: GitRepository,
  outcome: Outcome,
  storage: Parameters<typeof nextStatus>[0]['storage'] = intact,
): GitRepository {
  return { ...before, status: nextStatus({ object: before, storage, progress: 'busy', outcome, nowMs }) };
}

suite('nextStatus', () => {
  test('counts the generation as observed only when nothing is left to try', () => {
    assert.equal(after(object, stored).status?.observedGeneration, 3);
    assert.equal(after(object, failure('fetch')).status?.observedGeneration, 2);
    assert.equal(after(object, failure('fetch', 'wait')).status?.observedGeneration, 2);
    assert.equal(after(object, failure('fetch', 'never')).status?.observedGeneration, 3);
  });

  test('copies the token of a request, whatever comes of it', () => {
    const metadata = { ...object.metadata, annotations: { 'reconcile.fluxcd.io/requestedAt': 'now' } };
    assert.equal(after({ ...object, metadata }, failure('fetch')).status?.lastHandledReconcileAt, 'now');
  });

  test('drops a lost artifact and what was said about it', () => {
    const ready = after(object, stored);
    const lost = after(ready, failure('fetch'), { artifact: undefined, state: 'missing' });
    assert.equal(lost.status?.artifact, undefined);
    assert.deepEqual(Object.keys(conditionTexts(lost)).sort(), ['FetchFailed', 'Ready', 'Reconciling']);
  });

  test('is the same after a second pass with the same outcome', () => {
    const outcome = fc.oneof(
      fc.constant(stored),
      fc.constant<Outcome>({ kind: 'unchanged', revision: artifact.revision }),
      fc
        .tuple(fc.constantFrom(...stages), fc.constantFrom('backoff', 'wait', 'never'))
        .map(([stage, retry]) => failure(stage, retry)),
    );
    const property = fc.property(fc.array(outcome, { maxLength: 4 }), outcome, (earlier, last) => {
      const before = earlier.reduce((each, outcome) => after(each, outcome), object);
      const once = after(before, last);
      assert.deepEqual(after(once, last).status, once.status);
      const texts = conditionTexts(once);
      const isGood = last.kind !== 'failed';
      assert.equal(texts['Ready']?.startsWith('True'), isGood);
      assert.equal(texts['FetchFailed'] === undefined, isGood);
      assert.equal(texts['Stalled'] === undefined || texts['Reconciling'] === undefined, true);
    });
    fc.assert(property, { numRuns: 300 });
  });

  test('says what is going on while it lasts', () => {
    const ready = after(object, stored);
    const busy = conditionTexts({ ...ready, status: progressStatus(ready, 'building artifact', nowMs) });
    assert.equal(busy['Ready'], 'Unknown Progressing: building artifact');
    assert.equal(busy['Reconciling'], 'True Progressing: building artifact');
    assert.equal(busy['ArtifactInStorage'], conditionTexts(ready)['ArtifactInStorage']);
  });
});

suite('passEvents', () => {
  const events = (before: GitRepository, outcome: Outcome) => {
    const report = { object: before, storage: intact, progress: '', outcome, nowMs };
    return passEvents(report, nextStatus(report), 'Title').map(
      ({ type, reason, message }) => `${type} ${reason}: ${message}`,
    );
  };

  test('tells of new artifacts, failures and recovery, and nothing else', () => {
    const changed: Outcome = { ...stored, artifact: { ...artifact, digest: 'sha256:9' } };
    assert.deepEqual(events(object, changed), ["Normal NewArtifact: stored artifact for commit 'Title'"]);
    assert.deepEqual(events(object, stored), []);
    assert.deepEqual(events(object, { kind: 'unchanged', revision: artifact.revision }), []);
    assert.deepEqual(events(object, failure('fetch')), ['Warning Reason: why']);
    assert.deepEqual(events(object, failure('includes', 'wait')), ['Trace Reason: why']);
    const failed = after(object, failure('fetch'));
    assert.deepEqual(events(failed, stored), ["Normal Succeeded: stored artifact for commit 'Title'"]);
  });

  test('shorten titles to fifty characters', () => {
    assert.equal(titleOf('short\n\nbody'), 'short');
    assert.equal(titleOf('ü'.repeat(51)), `${'ü'.repeat(50)}...`);
  });
});
