import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { nextPass } from './next-pass.ts';
import { fetchFailure } from './source-error.ts';

const waiting = fetchFailure('Any', 'something is missing', { retry: 'wait' });

suite('nextPass', () => {
  test('varies the interval by as much as is asked for', () => {
    const at = (random: number, intervalJitterPercent?: number) =>
      nextPass(undefined, '100s', { random: () => random, intervalJitterPercent }).requeueAfterMs;
    assert.deepEqual([at(0, 20), at(0.5, 20), at(1, 20)], [80_000, 100_000, 120_000]);
    assert.deepEqual([at(0), at(1)], [95_000, 105_000]);
    assert.equal(at(1, 0), 100_000);
  });

  test('looks at what is awaited as soon as is asked for', () => {
    const random = () => 0.5;
    assert.deepEqual(nextPass(waiting, '1h', { random }), { requeueAfterMs: 30_000 });
    assert.deepEqual(nextPass(waiting, '1h', { random, dependencyRequeueMs: 5_000 }), { requeueAfterMs: 5_000 });
  });
});
