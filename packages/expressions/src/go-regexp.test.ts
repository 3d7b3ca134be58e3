import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { compileGoRegexp, RegexpError } from '@flux19/expressions';
import fc from 'fast-check';

suite('compileGoRegexp', () => {
  test('gives groups by number and by name, with their places', () => {
    const match = compileGoRegexp('(?P<app>[a-z]+)-(?P<ts>[0-9]+)(x)?').find('on main-1620 off');
    assert.deepEqual(match, {
      text: 'main-1620',
      start: 3,
      end: 12,
      groups: ['main-1620', 'main', '1620', undefined],
      named: new Map([
        ['app', 'main'],
        ['ts', '1620'],
      ]),
    });
  });

  test('refuses what RE2 has not', () => {
    assert.throws(
      () => compileGoRegexp('(a)\\1'),
      (error) => error instanceof RegexpError && error.cause !== undefined,
    );
    assert.throws(() => compileGoRegexp('(?=a)'), /error parsing regexp: invalid or unsupported Perl syntax: `\(\?=`/);
  });

  test('finds at most as many matches as asked for', () => {
    assert.equal(compileGoRegexp('a').findAll('aaaa', 2).length, 2);
  });

  test('replaces nothing but the matches', () => {
    const text = fc.string({ unit: fc.constantFrom('a', 'b', '😀', '$', '\n') });
    fc.assert(
      fc.property(text, (input) => {
        assert.equal(
          compileGoRegexp('a+').replaceAll(input, '<$0>'),
          input.replace(/a+/g, (found) => `<${found}>`),
        );
        assert.equal(compileGoRegexp('(?s).').replaceAll(input, '$0'), input);
      }),
    );
  });

  test('is not stalled by patterns that backtrack elsewhere', () => {
    assert.equal(compileGoRegexp('^(a+)+$').test(`${'a'.repeat(5000)}!`), false);
    assert.equal(compileGoRegexp('(a|a)*b').find('a'.repeat(5000)), undefined);
  });
});
