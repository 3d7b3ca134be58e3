import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { compareSemver, parseSemver, parseSemverRange } from '@flux19/expressions';
import fc from 'fast-check';

const number = fc.nat(12);
const version = fc
  .tuple(number, number, number, fc.constantFrom('', '-0', '-alpha', '-rc.1', '-rc.2'))
  .map(([major, minor, patch, prerelease]) => `${major}.${minor}.${patch}${prerelease}`);

suite('parseSemverRange', () => {
  test('reads what Flux users write', () => {
    const range = parseSemverRange('>=1.0.0 <2.0.0 || ~3.1');
    assert.deepEqual(['1.9.9', '2.0.0', '3.1.7', 'v1.2', '1.5.0-rc.1', 'latest'].map(range.matches), [
      true,
      false,
      true,
      true,
      false,
      false,
    ]);
  });

  test('names the part that is wrong', () => {
    assert.throws(() => parseSemverRange('>= one'), { name: 'SemverError', message: 'improper constraint: ">= one"' });
  });

  test('compares as compareSemver does, once pre-releases are asked for', () => {
    fc.assert(
      fc.property(version, version, (left, right) => {
        const order = compareSemver(parseSemver(left), parseSemver(right));
        const bound = right.includes('-') ? right : `${right} >=0-0`;
        assert.equal(parseSemverRange(`>=${bound}`).matches(left), order >= 0);
        assert.equal(parseSemverRange(`<${bound}`).matches(left), order < 0);
        assert.equal(parseSemverRange(`!=${bound}`).matches(left), order !== 0);
      }),
    );
  });

  test('is not stalled by long texts that nearly fit', () => {
    assert.throws(() => parseSemverRange(`${'1  '.repeat(160)}!`), /improper constraint/);
    assert.throws(() => parseSemverRange(`${'1 - '.repeat(120)}!`), /improper constraint/);
  });
});

suite('compareSemver', () => {
  test('is an order', () => {
    fc.assert(
      fc.property(version, version, version, (a, b, c) => {
        const [x, y, z] = [a, b, c].map((text) => parseSemver(text)).toSorted(compareSemver);
        assert.ok(x !== undefined && y !== undefined && z !== undefined);
        assert.ok(compareSemver(x, z) <= 0);
        assert.equal(compareSemver(x, y), -compareSemver(y, x) + 0);
      }),
    );
  });
});
