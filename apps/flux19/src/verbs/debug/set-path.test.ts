import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { withPathSet } from './set-path.ts';

suite('setting a value at a path', () => {
  test('reads keys, places of lists and dots as helm does', () => {
    assert.deepEqual(withPathSet({ a: { c: 1 } }, 'a.b', 'x'), { a: { c: 1, b: 'x' } });
    assert.deepEqual(withPathSet({}, 'a\\.b.c[1].d', 'x'), { 'a.b': { c: [null, { d: 'x' }] } });
    assert.equal(({} as { readonly x?: unknown }).x, undefined);
  });

  test('reads values as what they look like, unless they are quoted', () => {
    assert.deepEqual(withPathSet({}, 'a', 'true'), { a: true });
    assert.deepEqual(withPathSet({}, 'a', '"true"'), { a: 'true' });
    assert.deepEqual(withPathSet({}, 'a', '{1, b}'), { a: [1, 'b'] });
    assert.deepEqual(withPathSet({}, 'a', '007'), { a: '007' });
  });

  test('reaches no prototype', () => {
    withPathSet({}, '__proto__.x', 'y');
    assert.equal(({} as { readonly x?: unknown }).x, undefined);
  });
});
