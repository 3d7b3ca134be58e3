import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import { parseJson } from '@flux19/objects';
import { type GoValue, renderTemplate, sprigFunctions } from '@flux19/templates';

interface Case {
  readonly template: string;
  readonly output?: string;
  readonly error?: string;
}

interface Answers {
  readonly data: unknown;
  readonly cases: readonly Case[];
}

/**
 * What Go 1.26 and sprig 3.3 make of templates: `testdata/README.md` says how it was recorded. Differences that are known and stay:
 * the words of JSON's and semver's own errors, and of a reflection on a bare nil.
 */
const known: ReadonlySet<string> = new Set(['{{ len nil }}', '{{ mustFromJson "{bad" }}', '{{ semver "x" }}']);

/** The data of the recording: whole numbers were ints. */
function goValue(value: unknown): GoValue {
  if (typeof value === 'number') return Number.isInteger(value) ? BigInt(value) : value;
  if (Array.isArray(value)) return value.map(goValue);
  if (typeof value !== 'object' || value === null) return value as GoValue;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, goValue(each)]));
}

const file = new URL('../testdata/go-answers.json', import.meta.url);
const { data, cases } = parseJson(readFileSync(file, 'utf8')) as unknown as Answers;
const functions = sprigFunctions({ now: () => 0, zone: 'UTC', randomBytes: (count) => new Uint8Array(count) });

function render(template: string): Omit<Case, 'template'> {
  try {
    return { output: renderTemplate('t', template, goValue(data), { functions }) };
  } catch (thrown) {
    assert.equal((thrown as Error).name, 'TemplateError', template);
    return { error: (thrown as Error).message };
  }
}

suite('templates as Go renders them', () => {
  test('give the same texts and the same errors', () => {
    const compared = cases.filter(({ template }) => !known.has(template));
    for (const { template, output, error } of compared) {
      const expected = error === undefined ? { output } : { error };
      assert.deepEqual(render(template), expected, template);
    }
    assert.ok(compared.length > 350);
  });
});
