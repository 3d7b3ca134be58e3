import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { sha256Hex } from './sha256-hex.ts';

suite('sha256Hex', () => {
  test('is the digest of the text in UTF-8, however long the text is', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 1, max: 3000 }), (part, times) => {
        const text = part.repeat(times);
        assert.equal(sha256Hex(text), createHash('sha256').update(text).digest('hex'));
      }),
      { numRuns: 30 },
    );
  });
});
