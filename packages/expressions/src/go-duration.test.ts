import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { formatGoDuration, parseGoDuration } from '@flux19/expressions';
import fc from 'fast-check';

suite('Go durations', () => {
  test('are milliseconds', () => {
    assert.equal(parseGoDuration('1m30.5s'), 90_500);
    assert.equal(parseGoDuration('1us'), 0.001);
    assert.equal(formatGoDuration(60_000), '1m0s');
    assert.equal(formatGoDuration(0.25), '250\u00b5s');
    assert.equal(formatGoDuration(-90_000), '-1m30s');
  });

  test('give back what was printed', () => {
    fc.assert(
      fc.property(fc.integer({ min: -1e12, max: 1e12 }), (microseconds) => {
        assert.equal(parseGoDuration(formatGoDuration(microseconds / 1000)), microseconds / 1000);
      }),
    );
  });

  test('explain what is wrong in the words of Go', () => {
    assert.throws(() => parseGoDuration('5'), { name: 'DurationError', message: 'time: missing unit in duration "5"' });
    assert.throws(() => parseGoDuration('5d'), { message: 'time: unknown unit "d" in duration "5d"' });
    assert.throws(() => parseGoDuration('soon'), { message: 'time: invalid duration "soon"' });
  });
});
