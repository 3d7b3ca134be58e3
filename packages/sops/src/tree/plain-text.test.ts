import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { plainText } from './plain-text.ts';

suite('plainText', () => {
  test('writes leaves as sops hashes them', () => {
    const cases = [
      [true, 'True'],
      [false, 'False'],
      [42, '42'],
      [1e21, '1000000000000000000000'],
      [1.5e-9, '0.0000000015'],
      [-2.5e22, '-25000000000000000000000'],
      [1.25e21, '1250000000000000000000'],
      [-0, '-0'],
      [9007199254740993n, '9007199254740993'],
      ['text', 'text'],
      [{ kind: 'time', text: '2024-01-02T00:00:00Z' }, '2024-01-02T00:00:00Z'],
    ] as const;
    for (const [leaf, text] of cases) assert.equal(plainText(leaf), text);
  });
});
