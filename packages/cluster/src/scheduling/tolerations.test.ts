import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Taint, type Toleration, toleratedSeconds, tolerates } from './tolerations.ts';

const taint: Taint = { key: 'disk', value: 'slow', effect: 'NoExecute' };

suite('tolerates', () => {
  const cases: readonly [string, Toleration, boolean][] = [
    ['the same key and value', { key: 'disk', operator: 'Equal', value: 'slow' }, true],
    ['the same key and value without an operator', { key: 'disk', value: 'slow' }, true],
    ['another value', { key: 'disk', operator: 'Equal', value: 'fast' }, false],
    ['the key, whatever the value', { key: 'disk', operator: 'Exists' }, true],
    ['another key', { key: 'net', operator: 'Exists' }, false],
    ['every key', { operator: 'Exists' }, true],
    ['another effect', { key: 'disk', operator: 'Exists', effect: 'NoSchedule' }, false],
    ['an operator that does not exist', { key: 'disk', operator: 'Like', value: 'slow' }, false],
  ];
  for (const [title, toleration, expected] of cases) {
    test(`${expected ? 'accepts' : 'refuses'} ${title}`, () => assert.equal(tolerates(toleration, taint), expected));
  }

  test('takes a taint without a value for one with an empty value', () => {
    assert.equal(tolerates({ key: 'gpu', operator: 'Equal' }, { key: 'gpu', effect: 'NoSchedule' }), true);
  });
});

suite('toleratedSeconds', () => {
  const forEver: Toleration = { key: 'disk', operator: 'Exists' };
  const other: Taint = { key: 'net', effect: 'NoExecute' };

  test('is nothing as soon as one taint is not tolerated', () => {
    assert.equal(toleratedSeconds([taint, other], [forEver]), 0);
  });

  test('is infinite without a taint, and with tolerations that have no end', () => {
    assert.equal(toleratedSeconds([], []), Number.POSITIVE_INFINITY);
    assert.equal(toleratedSeconds([taint], [forEver]), Number.POSITIVE_INFINITY);
  });

  test('is the shortest of the times that apply, and none for a negative one', () => {
    const limited = (key: string, tolerationSeconds: number) => ({ key, operator: 'Exists', tolerationSeconds });
    assert.equal(toleratedSeconds([taint, other], [limited('disk', 60), limited('net', 30)]), 30);
    assert.equal(toleratedSeconds([taint], [limited('disk', -5)]), 0);
  });
});
