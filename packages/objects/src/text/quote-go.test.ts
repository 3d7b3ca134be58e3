import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { quoteGo } from '@flux19/objects';

suite('quoteGo', () => {
  test('escapes what Go escapes and keeps what Go can print', () => {
    assert.equal(quoteGo('a "b" \\ c'), '"a \\"b\\" \\\\ c"');
    assert.equal(quoteGo('\n\t\u0000\u007f'), '"\\n\\t\\x00\\x7f"');
    assert.equal(quoteGo('é 語 😀 <&>'), '"é 語 😀 <&>"');
    assert.equal(quoteGo('\u00a0\u200b\u{e0001}'), '"\\u00a0\\u200b\\U000e0001"');
  });
});
