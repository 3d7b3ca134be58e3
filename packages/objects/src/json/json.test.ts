import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  deepCopy,
  deepEqual,
  getKey,
  isJsonObject,
  type JsonObject,
  type JsonValue,
  parseJson,
  printJson,
  setKey,
} from '@flux19/objects';
import fc from 'fast-check';

const keys = fc.constantFrom('a', 'b', '__proto__', 'constructor', 'toString', 'hasOwnProperty');
const scalars = fc.oneof(
  fc.constant(null),
  fc.boolean(),
  fc.integer(),
  fc.double({ min: -1e15, max: 1e15, noNaN: true }).filter((value) => !Object.is(value, -0)),
  fc.bigInt({ min: 2n ** 53n, max: 2n ** 63n - 1n }),
  fc.string(),
);
const { value: values } = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    scalars,
    fc.array(tie('value')),
    fc.array(fc.tuple(keys, tie('value'))).map((entries): JsonObject => Object.fromEntries(entries)),
  ),
}));

suite('parseJson and printJson', () => {
  test('are inverse to each other', () => {
    fc.assert(fc.property(values, (value) => assert.ok(deepEqual(parseJson(printJson(value)), value))));
  });

  test('keep integers of 64 bits and read larger ones as floating point', () => {
    assert.deepEqual(parseJson('[9007199254740993, -9223372036854775808, 9007199254740991]'), [
      9007199254740993n,
      -9223372036854775808n,
      9007199254740991,
    ]);
    assert.deepEqual(parseJson('[9223372036854775808, 1.00000000000000000001]'), [2 ** 63, 1]);
    assert.equal(printJson({ generation: 9007199254740993n }), '{"generation":9007199254740993}');
  });

  test('leave digits inside of text alone', () => {
    const text = '{"id":"12345678901234567890","n":1}';
    assert.equal(printJson(parseJson(text)), text);
  });

  test('read __proto__ as a field like any other', () => {
    for (const text of ['{"__proto__":{"polluted":true}}', '{"__proto__":{"polluted":12345678901234567}}']) {
      const object = parseJson(text);
      assert.equal(Object.getPrototypeOf(object), Object.prototype);
      assert.equal(printJson(object), text);
    }
  });

  test('indent when asked', () => {
    assert.equal(printJson({ a: [1n] }, 2), '{\n  "a": [\n    1\n  ]\n}');
  });

  test('throw a SyntaxError for what is not JSON', () => {
    assert.throws(() => parseJson('{a: 1}'), SyntaxError);
  });
});

suite('deepEqual', () => {
  test('holds for a copy, whatever its fields are named', () => {
    fc.assert(fc.property(values, (value) => assert.ok(deepEqual(value, deepCopy(value)))));
  });

  test('ignores the order of fields and fields that are undefined', () => {
    assert.ok(deepEqual({ a: 1, b: 2, c: undefined }, { b: 2, a: 1 }));
    assert.ok(!deepEqual({ a: undefined }, { b: 1 }));
    assert.ok(!deepEqual({}, { toString: 1 }));
    assert.ok(!deepEqual({ a: 1 }, { a: 1, b: 2 }));
  });

  test('tells kinds of values apart', () => {
    for (const [left, right] of [
      [[], {}],
      [null, {}],
      [0, ''],
      [[undefined], []],
      [1n, 1],
      ['1', 1],
    ]) {
      assert.ok(!deepEqual(left, right));
      assert.ok(!deepEqual(right, left));
    }
  });
});

suite('deepCopy', () => {
  test('shares nothing with its source', () => {
    const source = { list: [{ a: 1 }] };
    const copy = deepCopy(source);
    const [first] = copy.list;
    if (first !== undefined) first.a = 2;
    assert.deepEqual(source, { list: [{ a: 1 }] });
  });
});

suite('setKey and getKey', () => {
  test('write and read fields of the object itself', () => {
    const object: JsonObject = {};
    assert.equal(getKey(object, 'constructor'), undefined);
    assert.equal(getKey(object, '__proto__'), undefined);
    setKey(object, '__proto__', { polluted: true });
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
    assert.deepEqual(getKey(object, '__proto__'), { polluted: true });
    assert.deepEqual(Object.keys(object), ['__proto__']);
    assert.equal(({} as JsonObject)['polluted'], undefined);
  });
});

suite('isJsonObject', () => {
  test('is true for objects only', () => {
    assert.deepEqual([{}, [], null, 'a', 1].map(isJsonObject), [true, false, false, false, false]);
  });
});
