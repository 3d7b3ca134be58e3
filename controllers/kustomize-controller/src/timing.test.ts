import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KustomizationSpec } from '@flux19/api';
import { retryIntervalOf, timeoutOf } from './timing.ts';

const spec: KustomizationSpec = { interval: '10m', prune: true, sourceRef: { kind: 'GitRepository', name: 'repo' } };

suite('timing', () => {
  test('leaves half a minute of the interval when no timeout is given, and never allows less than that', () => {
    assert.equal(timeoutOf(spec), 570_000);
    assert.equal(timeoutOf({ ...spec, interval: '45s' }), 30_000);
    assert.equal(timeoutOf({ ...spec, timeout: '2m' }), 120_000);
    assert.equal(timeoutOf({ ...spec, timeout: '1s' }), 30_000);
  });

  test('retries after the interval unless told otherwise', () => {
    assert.equal(retryIntervalOf(spec), 600_000);
    assert.equal(retryIntervalOf({ ...spec, retryInterval: '30s' }), 30_000);
  });
});
