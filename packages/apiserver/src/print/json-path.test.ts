import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { compileJsonPath, JsonPathError } from './json-path.ts';

const root = {
  spec: { size: 3, 'a.b/c': 'x' },
  status: {
    conditions: [
      { type: 'Ready', status: 'True' },
      { type: 'Stalled', status: 'False' },
    ],
    list: [1, 2, 3],
  },
};

suite('compileJsonPath', () => {
  for (const [path, expected] of [
    ['.spec.size', [3]],
    ['spec.size', [3]],
    ['.spec.a\\.b/c', ['x']],
    [".spec['a.b/c']", ['x']],
    ['.status.conditions[?(@.type=="Ready")].status', ['True']],
    [".status.conditions[?(@.type=='Stalled')].status", ['False']],
    ['.status.conditions[*].type', ['Ready', 'Stalled']],
    ['.status.list[-1]', [3]],
    ['.status.list[7]', []],
    ['.nope.nope', []],
    ['.constructor', []],
  ] as const) {
    test(`finds ${path}`, () => assert.deepEqual(compileJsonPath(path)(root), expected));
  }

  test('refuses what is no path', () => {
    for (const path of ['.a[', '.a[?(', '.a]']) assert.throws(() => compileJsonPath(path), JsonPathError);
  });
});
