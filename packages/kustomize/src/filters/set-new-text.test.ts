import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { isQuoted } from '../values/quoted.ts';
import type { Fields } from '../values/value.ts';
import { needsQuotes, setNewText } from './set-new-text.ts';

describe('setNewText', () => {
  it('remembers which texts kustomize puts in quotes', () => {
    const fields: Fields = {};
    setNewText(fields, 'switch', 'on');
    setNewText(fields, 'word', 'web');
    setNewText(fields, 'lines', 'a\nb\n');
    assert.deepEqual(
      Object.keys(fields).filter((key) => isQuoted(fields, key)),
      ['switch', 'lines'],
    );
  });

  it('refuses keys that are no texts without quotes', () => {
    for (const key of ['1', 'true', '2020-01-01', '~']) {
      assert.throws(() => setNewText({}, key, 'a'), { reason: 'InvalidKey', field: key });
    }
  });
});

describe('needsQuotes', () => {
  it('knows what YAML 1.1 reads as something else', () => {
    const texts = ['1', 'y', '0x1F', '1_000', '~', '.5', ' 1', '{a: 1}', '- 1', '# x'];
    assert.deepEqual(texts.filter(needsQuotes), texts);
  });

  it('leaves other texts alone', () => {
    const texts = ['', 'web', '1:30', '2020-01-01', '=', 'NaN', "'1'", '{', 'true\n'];
    assert.deepEqual(texts.filter(needsQuotes), []);
  });
});
