import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseDocuments, parseYaml, printDocuments, printYaml } from '@flux19/yaml';
import fc from 'fast-check';

// Go prints a key `<<` bare and reads it as a merge; Libyaml and YAML 1.2 differ on indented blocks at the root.
const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 200 }),
  fc.string({
    unit: fc.constantFrom('a', ' ', '\n', '-', ':', '#', "'", '"', '\t', '\\', '1', '.', 'é', '{', '|'),
    maxLength: 120,
  }),
  fc.constantFrom(
    'yes',
    'null',
    '017',
    '1e3',
    '0x1f',
    '1:30',
    '2024-01-01',
    '~',
    '',
    '---',
    '- a',
    'a: b',
    ' a\n',
    '\n',
  ),
);
const key = text.filter((word) => word !== '<<');
// Whole numbers beyond 2^53 come back as bigint.
const double = fc
  .double({ noDefaultInfinity: true, noNaN: true })
  .filter((number) => !Number.isInteger(number) || Number.isSafeInteger(number));
const scalar = fc.oneof(text, fc.integer(), fc.boolean(), fc.constant(null), double);
const { value } = fc.letrec<{ value: unknown }>((tie) => ({
  value: fc.oneof(
    { maxDepth: 4, withCrossShrink: true },
    scalar,
    fc.array(tie('value'), { maxLength: 4 }),
    fc.dictionary(key, tie('value'), { maxKeys: 4, noNullPrototype: true }),
  ),
}));

/** What a value is after JSON: no negative zero, no halves of surrogate pairs. (JSON.parse of Node 24 mistakes keys such as `a"`, nodejs/node#63785.) */
function plain(input: unknown): unknown {
  if (typeof input === 'string') return input.toWellFormed();
  if (Array.isArray(input)) return input.map(plain);
  if (typeof input !== 'object' || input === null) return input === 0 ? 0 : input;
  return Object.fromEntries(Object.entries(input).map(([name, field]) => [name.toWellFormed(), plain(field)]));
}

suite('printing and reading', () => {
  test('gives back any value, in both dialects', () => {
    fc.assert(
      fc.property(value, fc.constantFrom('sigs' as const, 'v3' as const), (input, dialect) => {
        assert.deepEqual(parseYaml(printYaml([input], { dialect }), { dialect }), [plain(input)]);
      }),
      { numRuns: 500 },
    );
  });

  test('does not depend on the order of keys', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.stringMatching(/^[a-z.]{1,5}$/), fc.nat(), { noNullPrototype: true }), (input) => {
        const reversed = Object.fromEntries(Object.entries(input).toReversed());
        assert.equal(printYaml(reversed), printYaml(input));
      }),
    );
  });

  test('keeps every document of a stream', () => {
    fc.assert(
      fc.property(fc.array(fc.array(value, { maxLength: 3 }), { maxLength: 4 }), (inputs) => {
        const read = parseDocuments(printDocuments(inputs)).map((document) => document.value);
        assert.deepEqual(read, inputs.map(plain));
      }),
    );
  });
});
