import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { createKustomizeEngine, diskTree } from '@flux19/kustomize';
import { findKustomize } from './find-kustomize.ts';
import { writeOverlayTree } from './overlay-tree.ts';

suite('the overlays of the bench', () => {
  test('hold as many resources as asked for, and one that a file changes', () => {
    const tree = writeOverlayTree(30);
    try {
      const engine = createKustomizeEngine({ files: diskTree(tree.root) });
      const before = engine.build(tree.top);
      assert.equal(before.resources.length, 30);
      writeFileSync(join(tree.root, tree.changing), tree.changed('other'));
      const [old, changed] = [before.toYaml().split('\n'), engine.build(tree.top).toYaml().split('\n')];
      assert.deepEqual(
        changed.filter((line, i) => line !== old[i]),
        ['  value: other'],
      );
    } finally {
      tree.dispose();
    }
  });

  test('are compared with the program that is named, with one of the path, or with none', () => {
    assert.equal(findKustomize({ FLUX19_KUSTOMIZE: 'some/kustomize', PATH: '' }), 'some/kustomize');
    assert.equal(findKustomize({ PATH: '' }), undefined);
  });
});
