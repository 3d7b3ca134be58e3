import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseBody } from './parse-body.ts';

suite('parseBody', () => {
  for (const [text, why] of [
    ['', 'unexpected end of JSON input'],
    ['{', 'unexpected end of JSON input'],
    ['{"a":1', 'unexpected end of JSON input'],
    ['{x', "invalid character 'x' looking for beginning of object key string"],
    ['{"a" 1}', "invalid character '1' after object key"],
    ['{"a":1 "b"}', "invalid character '\"' after object key:value pair"],
    ['{"a":[1 2]}', "invalid character '2' after array element"],
    ['{} x', "invalid character 'x' after top-level value"],
    ['nope', "invalid character 'o' looking for beginning of value"],
    [
      '[]',
      'json: cannot unmarshal array into Go value of type struct { APIVersion string "json:\\"apiVersion,omitempty\\""; Kind string "json:\\"kind,omitempty\\"" }',
    ],
  ] as const) {
    test(`says what is wrong with ${JSON.stringify(text)}`, () => {
      assert.throws(() => parseBody(text, 'json'), { name: 'DecodeError', message: why });
    });
  }

  test('finds fields that are given twice, wherever they are', () => {
    const { duplicates } = parseBody('{"a":{"b":1,"b":2},"c":[{"d":1,"d":1}],"a":{}}', 'json');
    assert.deepEqual(duplicates.toSorted(), ['a', 'a.b', 'c[0].d']);
  });

  test('reads YAML', () => {
    assert.deepEqual(parseBody('a:\n- b: 1\n', 'yaml').value, { a: [{ b: 1 }] });
    assert.throws(() => parseBody('- a', 'yaml'), /^DecodeError: error unmarshaling JSON: while decoding JSON: json: /);
  });
});
