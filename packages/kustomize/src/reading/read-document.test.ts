import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { printYaml } from '@flux19/yaml';
import fc from 'fast-check';
import { OddScalar } from '../values/odd-scalar.ts';
import { plainValue, type Value } from '../values/value.ts';
import { readDocument } from './read-document.ts';
import { SyntaxProblem } from './syntax-error.ts';

function read(text: string): unknown {
  return plainValue(readDocument(text)?.value ?? null);
}

function problem(text: string): SyntaxProblem {
  try {
    readDocument(text);
  } catch (thrown) {
    if (thrown instanceof SyntaxProblem) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: 'was read' });
}

suite('reading YAML', () => {
  test('reads back whatever the printer of manifests prints', () => {
    const key = fc.string({ maxLength: 6 }).filter((text) => text !== '<<' && text !== '__proto__');
    const scalar = fc.oneof(
      fc.string(),
      fc.boolean(),
      fc.constant(null),
      fc.integer(),
      fc.bigInt({ min: 2n ** 60n, max: 2n ** 62n }),
    );
    const { value } = fc.letrec<{ value: unknown }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 4, depthSize: 'small' },
        scalar,
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }));
    const property = fc.property(value, (original) => {
      assert.deepEqual(readDocument(printYaml({ root: original }), 'sigs')?.value, { root: original });
    });
    fc.assert(property, { numRuns: 400 });
  });

  test('tells kinds of scalars as Go does', () => {
    const text = '[1, 017, 0o17, 0x1F, 1_000, 1.50, 1e3, yes, true, ~, 2001-01-01, 1:30, 089, 12345678901234567890]';
    assert.deepEqual(read(text), [
      1,
      15,
      15,
      31,
      1000,
      1.5,
      1000,
      'yes',
      true,
      null,
      '2001-01-01T00:00:00Z',
      '1:30',
      89,
      12345678901234567890n,
    ]);
    assert.deepEqual(readDocument('[yes, off, y]', 'sigs')?.value, [true, false, true]);
  });

  test('keeps the text of odd scalars', () => {
    const scalar = (readDocument('a: 1.50\n')?.value as { a: Value } | undefined)?.a;
    assert.ok(scalar instanceof OddScalar);
    assert.equal(scalar.text, '1.50');
  });

  test('reads block scalars with every way to end them', () => {
    const text = 'a: |\n  x\n   y\n\nb: |-\n  x\n\nc: |+\n  x\n\nd: >\n  one\n  two\n\n  three\ne: |2\n    deep\n';
    assert.deepEqual(read(text), { a: 'x\n y\n', b: 'x', c: 'x\n\n', d: 'one two\nthree\n', e: '  deep\n' });
  });

  test('reads text over several lines', () => {
    const text = "a: one\n  two\n\n  three\nb: \"x\n  y\\\n  z\"\nc: 'it''s\n\n  so'\n";
    assert.deepEqual(read(text), { a: 'one two\nthree', b: 'x yz', c: "it's\nso" });
  });

  test('anchors are copied and merges keep own fields', () => {
    const text = 'a: &a {x: 1, y: [1]}\nb: *a\nc:\n  <<: *a\n  x: 2\nd:\n  <<: [{p: 1}, {p: 2, q: 3}]\n';
    const value = read(text) as Record<string, Record<string, unknown>>;
    assert.deepEqual(value['c'], { x: 2, y: [1] });
    assert.deepEqual(value['d'], { p: 1, q: 3 });
    assert.notEqual(value['a']?.['y'], value['b']?.['y']);
  });

  test('reads lists at the column of their key, and nested ones', () => {
    assert.deepEqual(read('a:\n- x: 1\n  y: 2\n- - p\n  - q\n-\n  z: 3\nb:\n'), {
      a: [{ x: 1, y: 2 }, ['p', 'q'], { z: 3 }],
      b: null,
    });
  });

  test('tabs may follow a key or a value, not precede one', () => {
    assert.deepEqual(read('a:\t\n  b: 1\t# x\nc:\td\n\t\n'), { a: { b: 1 }, c: 'd' });
    assert.match(problem('a:\n\tb: 1\n').message, /cannot start any token/);
  });

  test('names the line of what is wrong', () => {
    assert.equal(problem('a: 1\nb:\n  c: 1\n d: 2\n').line, 4);
    assert.match(problem('a: 1\na: 2\n').message, /mapping key "a" already defined/);
    assert.match(problem('a: b: c\n').message, /mapping values are not allowed/);
    assert.match(problem('a: *missing\n').message, /unknown anchor 'missing' referenced/);
    assert.match(problem('a: [1, 2\n').message, /did not find expected/);
    assert.match(problem('a:\n  1: x\n').message, /unsupported type: map\[interface/);
    assert.match(problem('a: .inf\n').message, /unsupported value/);
    assert.match(problem('a: @x\n').message, /cannot start any token/);
  });
});
