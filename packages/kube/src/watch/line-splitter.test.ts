import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { LineSplitter } from './line-splitter.ts';

suite('LineSplitter', () => {
  test('gives the same lines however the bytes are cut', () => {
    const line = fc.string({ unit: 'grapheme' }).filter((text) => !text.includes('\n') && text.trim() !== '');
    fc.assert(
      fc.property(fc.array(line), fc.array(fc.integer({ min: 1, max: 5 })), (lines, cuts) => {
        const bytes = Buffer.from(lines.map((text) => `${text}\n`).join(''));
        const splitter = new LineSplitter(1_000_000);
        const seen: string[] = [];
        for (let at = 0, i = 0; at < bytes.length; i += 1) {
          const end = at + (cuts[i] ?? bytes.length);
          seen.push(...splitter.push(bytes.subarray(at, end)));
          at = end;
        }
        assert.deepEqual(seen, lines);
        assert.equal(splitter.hasRest, false);
      }),
    );
  });

  test('refuses a line without end', () => {
    const splitter = new LineSplitter(10);
    splitter.push(Buffer.from('12345'));
    assert.throws(() => splitter.push(Buffer.from('678901')), RangeError);
  });
});
