import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseYaml, printDocuments, printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import { compareKeys } from './natural-order.ts';

suite('printYaml', () => {
  test('prints lists under their key and blocks for text of several lines', () => {
    const value = { spec: { args: ['a', { b: [] }], script: 'x\ny\n' }, empty: {}, none: undefined };
    assert.equal(printYaml(value), 'empty: {}\nspec:\n  args:\n  - a\n  - b: []\n  script: |\n    x\n    y\n');
  });

  test('keeps the order of keys when asked to', () => {
    assert.equal(printYaml({ b: 1, a: 2 }, { sortKeys: false }), 'b: 1\na: 2\n');
  });

  test('prints integers beyond 2^53 in full', () => {
    assert.equal(
      printYaml([9223372036854775807n, 2n ** 64n, 1e21]),
      '- 9223372036854775807\n- 1.8446744073709552e+19\n- 1e+21\n',
    );
  });

  test('refuses what is no value', () => {
    assert.throws(() => printYaml({ a: () => 1 }), TypeError);
  });

  test('writes a missing half of a character as U+FFFD', () => {
    assert.equal(parseYaml(printYaml('a\ud83d')), 'a\ufffd');
  });

  test('joins documents as kustomize build does', () => {
    assert.equal(printDocuments([{ a: 1 }, { b: 2 }]), 'a: 1\n---\nb: 2\n');
    assert.equal(printDocuments([]), '');
  });
});

suite('compareKeys', () => {
  test('orders digits by number and letters last', () => {
    const sorted = ['a10', 'b', 'a2', 'a.b', 'a-b', 'A', '10', '9', 'a'].sort((a, b) => compareKeys(a, b, false));
    assert.deepEqual(sorted, ['9', '10', 'A', 'a', 'a-b', 'a.b', 'a2', 'a10', 'b']);
  });

  test('is antisymmetric and finds only equal keys equal', () => {
    const word = fc.string({ unit: fc.constantFrom('a', 'B', '0', '1', '9', '-', 'é', '😀', '٣'), maxLength: 8 });
    fc.assert(
      fc.property(word, word, fc.boolean(), (a, b, lettersFirst) => {
        const order = compareKeys(a, b, lettersFirst);
        assert.equal(Math.sign(order), -Math.sign(compareKeys(b, a, lettersFirst)) + 0);
        assert.equal(order === 0, a === b);
      }),
    );
  });
});
