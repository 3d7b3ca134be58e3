import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { suite, test } from 'node:test';
import type { ImagePolicyChoice } from '@flux19/api';
import { sharedDataFolder } from '@flux19/conformance';
import fc from 'fast-check';
import { chooseTag } from './choose-tag.ts';
import { filterTags } from './filter-tags.ts';
import { policerOf } from './policer.ts';

const folder = sharedDataFolder(process.env);
const isAbsent = folder === undefined || !existsSync(`${folder}/flux-fixtures/derived`);
const skip = isAbsent ? 'the shared data folder is absent' : false;

interface Case {
  readonly test: string;
  readonly label: string;
  readonly semverRanges?: readonly string[];
  readonly semverRange?: string;
  readonly order?: string;
  readonly versions?: readonly string[];
  readonly expectedVersion?: string;
  readonly expectErr?: boolean;
  readonly tags?: readonly string[];
  readonly expected?: readonly string[];
  readonly pattern?: string;
  readonly extract?: string;
}

function cases(kind: string): readonly Case[] {
  return JSON.parse(readFileSync(`${folder}/flux-fixtures/derived/imagepolicy-${kind}-cases.json`, 'utf8'));
}

/** The tables name Go's constants: `NumericalOrderDesc`. */
function orderOf(order = ''): 'asc' | 'desc' {
  return order.replace(/^.*Order/, '').toLowerCase() as 'asc' | 'desc';
}

function check(choice: ImagePolicyChoice, { versions, expectedVersion, expectErr = false, label }: Case): void {
  const run = (): string => policerOf(choice)(versions ?? []);
  if (expectErr) assert.throws(run, label);
  else if (versions === undefined) assert.ok(policerOf(choice), label);
  else assert.equal(run(), expectedVersion, label);
}

function checkRange(range: string, isRefused: boolean): void {
  if (isRefused) assert.throws(() => policerOf({ semver: { range } }), range);
  else assert.ok(policerOf({ semver: { range } }), range);
}

suite('chooseTag', () => {
  test("agrees with Flux's cases of versions", { skip }, () => {
    for (const row of cases('semver')) {
      for (const range of row.semverRanges ?? []) checkRange(range, row.expectErr === true);
      if (row.semverRanges === undefined) check({ semver: { range: row.semverRange ?? '' } }, row);
    }
  });

  test("agrees with Flux's cases of alphabetical order", { skip }, () => {
    for (const row of cases('alphabetical')) {
      if (row.versions === undefined && row.expectedVersion !== undefined) continue;
      check({ alphabetical: { order: orderOf(row.order) } }, row);
    }
  });

  test("agrees with Flux's cases of numerical order", { skip }, () => {
    for (const row of cases('numerical')) {
      if (row.versions === undefined && row.expectedVersion !== undefined) continue;
      check({ numerical: { order: orderOf(row.order) } }, row);
    }
  });

  test("agrees with Flux's cases of filters", { skip }, () => {
    for (const { tags = [], pattern = '', extract = '', expected = [], label } of cases('filter')) {
      const found = [...filterTags(tags, pattern, extract).keys()];
      assert.deepEqual(found.toSorted(), [...expected].toSorted(), label);
    }
  });

  test('maps what was extracted back to the tag, the last of several', () => {
    const filter = { pattern: '^main-[a-f0-9]+-(?P<ts>[0-9]+)', extract: '$ts' };
    const policy = { numerical: { order: 'asc' } } as const;
    const tags = ['main-aaaa-10', 'main-bbbb-9', 'main-cccc-10', 'other'];
    assert.equal(chooseTag({ policy, filterTags: filter }, tags), 'main-cccc-10');
  });

  test('says in the words of Flux why there is no tag', () => {
    const semver = (range: string) => ({ policy: { semver: { range } } });
    assert.throws(() => chooseTag(semver('2.x'), ['1.0.0']), {
      message: 'unable to determine latest version from provided list',
    });
    assert.throws(() => chooseTag(semver('abc'), ['1.0.0']), { message: /^invalid policy: improper constraint/ });
    const none = { policy: { alphabetical: {} }, filterTags: { pattern: '^z', extract: '' } };
    assert.throws(() => chooseTag(none, ['a']), { message: 'version list argument cannot be empty' });
    assert.throws(() => chooseTag({ policy: { numerical: {} } }, ['1', 'x']), {
      message: "failed to parse invalid numeric value 'x'",
    });
    assert.throws(() => chooseTag({ policy: {} }, ['a']), {
      message: 'invalid policy: given ImagePolicyChoice object is invalid',
    });
    assert.throws(() => chooseTag({ ...none, filterTags: { pattern: '(a' } }, ['a']), {
      message:
        "failed to filter tags: invalid regular expression pattern '(a': error parsing regexp: missing closing ): `(a`",
    });
  });

  test('is not slowed down by a pattern made for it', () => {
    const tags = Array.from({ length: 200 }, (_, i) => `${'a'.repeat(100)}${i}!`);
    const filter = { pattern: '^(a+)+$', extract: '$1' };
    assert.throws(() => chooseTag({ policy: { alphabetical: {} }, filterTags: filter }, tags));
  });

  test('does not depend on the order of the tags', () => {
    const tag = fc.stringMatching(/^[0-9]{1,3}$/);
    const property = fc.property(fc.uniqueArray(tag, { minLength: 1, maxLength: 20, selector: Number }), (tags) => {
      for (const order of ['asc', 'desc'] as const) {
        for (const policy of [{ alphabetical: { order } }, { numerical: { order } }]) {
          assert.equal(chooseTag({ policy }, tags), chooseTag({ policy }, tags.toReversed()));
        }
      }
    });
    fc.assert(property);
  });
});
