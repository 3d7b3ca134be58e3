import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { parseIgnorePattern } from './ignore-pattern.ts';

/** Pattern, path, whether it is a folder, and what go-git answers. */
const table = [
  ['value', 'head/value/tail', false, 'excluded'],
  ['value/', 'head/value', false, 'silent'],
  ['value/', 'head/value', true, 'excluded'],
  ['!vul?ano', 'value/vulkano/tail', false, 'included'],
  ['v[ou]l[kc]ano', 'value/volcano', false, 'excluded'],
  ['v[^a]lue', 'value', false, 'silent'],
  ['v[ou]l[', 'value/vol[', false, 'silent'],
  ['\\*', '*', false, 'excluded'],
  ['/value/volcano', 'value/value/volcano', false, 'silent'],
  ['**/*lue/vol?ano', 'head/value/volcano/tail', false, 'excluded'],
  ['**/*lue/vol?ano/', 'head/value/volcano', false, 'silent'],
  ['/*lue/vol?ano/**', 'value/volcano', false, 'excluded'],
  ['/*lue/**/vol?ano', 'value/middle1/middle2/volcano', false, 'excluded'],
  ['/*lue/**foo/vol?ano', 'value/foo/volcano/tail', false, 'silent'],
  ['/**', 'value', false, 'silent'],
  ['trailing ', 'trailing', false, 'excluded'],
] as const;

suite('parseIgnorePattern', () => {
  for (const [pattern, path, isFolder, verdict] of table) {
    test(`${pattern} is ${verdict} on ${path}${isFolder ? '/' : ''}`, () => {
      assert.equal(parseIgnorePattern(pattern, []).judge(path.split('/'), isFolder), verdict);
    });
  }

  test('concerns only what is below its folder', () => {
    const pattern = parseIgnorePattern('value', ['head']);
    assert.equal(pattern.judge(['head', 'value'], false), 'excluded');
    assert.equal(pattern.judge(['value', 'value'], false), 'silent');
    assert.equal(pattern.judge(['head'], true), 'silent');
  });

  test('decides a pattern of many stars at once', () => {
    const pattern = parseIgnorePattern(`${'*a'.repeat(50)}b`, []);
    assert.equal(pattern.judge(['a'.repeat(5000)], false), 'silent');
  });
});
