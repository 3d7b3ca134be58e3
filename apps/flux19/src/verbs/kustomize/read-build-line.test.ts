import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { readBuildLine } from './read-build-line.ts';

function read(line: string): unknown {
  return readBuildLine(line.split(' '));
}

suite('a plain line of kustomize build', () => {
  test('names a folder, or means the one it is given in', () => {
    assert.deepEqual(read('kustomize build overlays/production'), { folder: 'overlays/production', flags: {} });
    assert.deepEqual(read('kustomize build'), { folder: '.', flags: {} });
  });

  test('holds switches, and values behind an equals sign or a space', () => {
    assert.deepEqual(read('kustomize build -o out --load-restrictor=LoadRestrictionsNone . --enable-helm'), {
      folder: '.',
      flags: { output: 'out', loadRestrictor: 'LoadRestrictionsNone', enableHelm: true },
    });
  });

  test('is no line of another command, and none that needs to be explained', () => {
    for (const line of [
      'build kustomization',
      'kustomize',
      'kustomize build --help',
      'kustomize build a b',
      'kustomize build --output',
      'kustomize build --output= a',
      'kustomize build --output --enable-helm',
      'kustomize build --enable-helm=false',
      'kustomize build --nonsense a',
      'kustomize build -x a',
      'kustomize build -- a',
      'kustomize build - a',
      'kustomize build --env A=b a',
    ]) {
      assert.equal(read(line), undefined, line);
    }
  });
});
