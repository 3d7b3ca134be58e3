import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  assessHealth,
  createHealthEvaluator,
  formatHealthFailure,
  HealthExpressionError,
  jobsWithTtl,
} from '@flux19/apply';
import { formatObject, type KubeObject, objectReference, type Status } from '@flux19/objects';

const job = (status: object, spec: object = {}): KubeObject => ({
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'j', namespace: 'n' },
  spec,
  status,
});
const resource = (status: object, kind = 'Widget', generation = 1): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind,
  metadata: { name: 'w', namespace: 'n', generation },
  status,
});

/** Objects named after the status that they have. */
function assess(statuses: readonly Status[], options: { failFast?: boolean } = {}) {
  const observed = statuses.map((status) => {
    const live = { ...resource({}), metadata: { name: status.toLowerCase(), namespace: 'n' } };
    return { object: { ...objectReference(live), version: 'v1' }, live };
  });
  const evaluate = (object: KubeObject) => ({
    status: statuses.find((one) => one.toLowerCase() === object.metadata.name) ?? 'Unknown',
    message: '',
  });
  return assessHealth(observed, { evaluate, ...options });
}

suite('assessHealth', () => {
  test('is healthy when everything is Current', () => {
    assert.equal(assess(['Current']).kind, 'healthy');
    assert.equal(assess([]).kind, 'healthy');
  });

  test('waits on while something else may still come right, unless it is to fail fast', () => {
    assert.equal(assess(['Current', 'InProgress', 'Failed']).kind, 'progressing');
    assert.equal(assess(['Current', 'InProgress', 'Failed'], { failFast: true }).kind, 'failed');
    assert.equal(assess(['Current', 'Failed']).kind, 'failed');
  });

  test('words failures as Flux does', () => {
    const report = assess(['Current', 'InProgress', 'Failed']);
    assert.equal(
      formatHealthFailure(report, true),
      `timeout waiting for: [Widget/n/inprogress status: 'InProgress', Widget/n/failed status: 'Failed']`,
    );
    assert.equal(
      formatHealthFailure(report, false),
      `failed early due to stalled resources: [Widget/n/failed status: 'Failed']`,
    );
  });

  test('takes a Job that removes itself for done when it is gone', () => {
    const own = job({}, { ttlSecondsAfterFinished: 0 });
    const object = { ...objectReference(own), version: 'v1' };
    const options = { evaluate: createHealthEvaluator([]), jobsWithTtl: jobsWithTtl([own, job({})]) };
    assert.equal(assessHealth([{ object, live: undefined }], options).kind, 'healthy');
    assert.equal(
      assessHealth([{ object, live: undefined }], { ...options, jobsWithTtl: new Set() }).objects[0]?.status,
      'NotFound',
    );
  });
});

suite('createHealthEvaluator', () => {
  test('holds a Job for Current only when it is complete', () => {
    const evaluate = createHealthEvaluator([]);
    const statusOf = (status: object, spec = {}) => evaluate(job(status, spec));
    assert.deepEqual(statusOf({}), { status: 'InProgress', message: 'Job not started. active: 0/1' });
    assert.deepEqual(statusOf({ startTime: 't', active: 2 }, { parallelism: 2 }), {
      status: 'InProgress',
      message: 'Job in progress. success:0, active: 2, failed: 0',
    });
    assert.deepEqual(statusOf({ succeeded: 1, conditions: [{ type: 'Complete', status: 'True' }] }), {
      status: 'Current',
      message: 'Job Completed. succeeded: 1/1',
    });
    assert.deepEqual(statusOf({ failed: 1, conditions: [{ type: 'Failed', status: 'True' }] }), {
      status: 'Failed',
      message: 'Job Failed. failed: 1/1',
    });
    assert.deepEqual(statusOf({}, { suspend: true }), { status: 'Current', message: 'Job is suspended' });
  });

  test('goes by kstatus for everything else', () => {
    const evaluate = createHealthEvaluator([]);
    assert.equal(
      evaluate(resource({ conditions: [{ type: 'Stalled', status: 'True', reason: 'r', message: 'm' }] })).status,
      'Failed',
    );
    assert.equal(evaluate(resource({}, 'Widget')).status, 'Current');
  });

  test('asks the expressions of a kind in the order of the RFC', () => {
    const evaluate = createHealthEvaluator([
      {
        apiVersion: 'example.com/v1',
        kind: 'Widget',
        inProgress: `status.phase == 'Busy'`,
        failed: `status.phase == 'Broken'`,
        current: `status.phase == 'Fine'`,
      },
    ]);
    const statusOf = (phase: string) => evaluate(resource({ phase })).status;
    assert.deepEqual(['Busy', 'Broken', 'Fine', 'Else'].map(statusOf), [
      'InProgress',
      'Failed',
      'Current',
      'InProgress',
    ]);
    assert.equal(evaluate(resource({ phase: 'Fine', observedGeneration: 1 }, 'Widget', 2)).status, 'InProgress');
    assert.equal(evaluate(resource({ phase: 'Broken' }, 'Other')).status, 'Current');
  });

  test('applies an expression without kind to the whole group', () => {
    const evaluate = createHealthEvaluator([{ apiVersion: 'example.com/v1', current: 'has(status.done)' }]);
    assert.equal(evaluate(resource({ done: true }, 'Anything')).status, 'Current');
    assert.equal(evaluate(resource({}, 'Anything')).status, 'InProgress');
  });

  test('says why an expression could not be asked', () => {
    const evaluate = createHealthEvaluator([
      { apiVersion: 'example.com/v1', kind: 'Widget', current: `status.absent == 'x'` },
    ]);
    const { status, error } = evaluate(resource({}));
    assert.equal(status, 'Unknown');
    assert.match(error ?? '', /no such key/);
  });

  test('refuses an expression that is no CEL, and two for one kind', () => {
    assert.throws(
      () => createHealthEvaluator([{ apiVersion: 'example.com/v1', kind: 'Widget', current: 'status.(' }]),
      HealthExpressionError,
    );
    const check = { apiVersion: 'example.com/v1', kind: 'Widget', current: 'true' };
    assert.throws(() => createHealthEvaluator([check, check]), {
      message: 'duplicate custom health check for GroupKind Widget.example.com at healthchecks[1]',
    });
    assert.equal(formatObject(resource({})), 'Widget/n/w');
  });
});
