import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import { SubstitutionError, substitute } from '@flux19/expressions';
import fc from 'fast-check';

const folder = sharedDataFolder(process.env);
const table = folder === undefined ? undefined : `${folder}/flux-fixtures/derived/envsubst-cases.json`;
const isAbsent = table === undefined || !existsSync(table);

interface Case {
  readonly test: string;
  readonly params: Readonly<Record<string, string>>;
  readonly input: string;
  readonly output: string;
}

/** Flux gives an empty text beside an error. */
function expand({ test: name, params, input }: Case): string {
  try {
    return substitute(input, (variable) => params[variable], { strict: name === 'TestExpandStrict' });
  } catch (thrown) {
    if (thrown instanceof SubstitutionError) return '';
    throw thrown;
  }
}

suite('substitute', () => {
  test("agrees with Flux's own cases", { skip: isAbsent ? 'the shared data folder is absent' : false }, () => {
    const cases: readonly Case[] = JSON.parse(readFileSync(table ?? '', 'utf8'));
    assert.deepEqual(
      cases.map(expand),
      cases.map(({ output }) => output),
    );
  });

  test('names the missing variable in strict mode', () => {
    assert.throws(() => substitute(`a \${region}`, () => undefined, { strict: true }), {
      name: 'SubstitutionError',
      message: 'variable not set (strict mode): "region"',
    });
    assert.equal(
      substitute(`a \${region}`, () => undefined, { strict: false }),
      'a ',
    );
  });

  test('complains about the grammar before it asks for a variable', () => {
    assert.throws(() => substitute(`\${a} \${`, () => assert.fail('asked'), { strict: true }), {
      message: 'unable to parse variable name',
    });
  });

  test('leaves text without variables alone, whatever it is', () => {
    const text = fc.string({ unit: fc.constantFrom('a', '$', '}', '\\', '/', '\n', 'é') });
    fc.assert(
      fc.property(text, (input) => {
        const doubled = input.replaceAll('$', '$$$$');
        assert.equal(
          substitute(doubled, () => undefined, { strict: true }),
          input,
        );
      }),
    );
  });

  test('replaces names by values as they are, also those that look like templates', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[a-zA-Z_][a-zA-Z0-9_]{0,8}$/), fc.string(), (name, value) => {
        assert.equal(
          substitute(`<\${${name}}>`, () => value, { strict: true }),
          `<${value}>`,
        );
      }),
    );
  });

  test('bounds what it makes', () => {
    const big = 'a'.repeat(10_000);
    const options = { strict: true, maxLength: 1_000_000 };
    assert.throws(() => substitute(`\${v}`.repeat(200), () => big, options), /longer than the 1000000/);
    assert.throws(() => substitute(`\${v//a/\${v}}`, () => big, options), /longer than the 1000000/);
    assert.throws(() => substitute(`\${x#${'*a'.repeat(20_000)}}`, () => big, options), /too long to be compared/);
    assert.throws(() => substitute(`\${a:=`.repeat(5_000), () => '', options), /nested too deeply/);
  });

  test('matches shell patterns as the slow way of trying every length does', () => {
    const letters = fc.string({ unit: fc.constantFrom('a', 'b', '.'), maxLength: 8 });
    const pattern = fc.string({ unit: fc.constantFrom('a', 'b', '.', '*', '?'), minLength: 1, maxLength: 5 });
    fc.assert(
      fc.property(letters, pattern, (value, glob) => {
        const source = glob.replaceAll('.', '\\.').replaceAll('*', '.*').replaceAll('?', '.');
        const whole = new RegExp(`^(?:${source})$`, 's');
        const lengths = [...value].map((_, index) => index + 1).filter((length) => whole.test(value.slice(0, length)));
        const cut = (operator: string): string =>
          substitute(`\${v${operator}\${p}}`, (name) => (name === 'v' ? value : glob), { strict: true });
        assert.equal(cut('#'), value.slice(lengths[0] ?? 0));
        assert.equal(cut('##'), value.slice(lengths.at(-1) ?? 0));
      }),
    );
  });
});
