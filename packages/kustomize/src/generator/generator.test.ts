import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createKustomizeEngine, generateKustomization, memoryTree, mergeKustomizationSpec } from '@flux19/kustomize';

const config = (name: string) => `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n`;

suite('kustomization of a folder', () => {
  test('lists manifests, and sub-folders with a kustomization as one entry', () => {
    const files = memoryTree(
      new Map([
        ['/app/b.yaml', config('b')],
        ['/app/a/deep.yml', config('deep')],
        ['/app/c/kustomization.yaml', 'resources: [x.yaml]\n'],
        ['/app/c/x.yaml', config('x')],
        ['/app/readme.md', '# app'],
      ]),
    );
    const { kustomization, file } = generateKustomization(files, 'app');
    assert.equal(file, undefined);
    assert.deepEqual(kustomization['resources'], ['./a/deep.yml', './b.yaml', './c']);
  });

  test('an empty folder builds to nothing', () => {
    const files = memoryTree(new Map([['/app/readme.md', '# app']]));
    const { kustomization } = generateKustomization(files, 'app');
    const result = createKustomizeEngine({ files, loadRestrictions: 'none' }).build('app', { kustomization });
    assert.equal(result.toYaml(), '');
  });

  test('names file and line of what is no manifest', () => {
    const files = memoryTree(new Map([['/app/x.yaml', 'kind: ConfigMap\n  bad: indent\n']]));
    assert.throws(() => generateKustomization(files, 'app'), { name: 'KustomizeError', file: '/app/x.yaml', line: 2 });
  });

  test('a spec is merged over the kustomization', () => {
    const own = {
      images: [
        { name: 'web', newTag: '1' },
        { name: 'db', digest: 'sha256:a' },
      ],
      patches: [{ path: 'p.yaml' }],
    };
    const merged = mergeKustomizationSpec(
      own,
      {
        targetNamespace: 'prod',
        images: [
          { name: 'db', newTag: '2' },
          { name: 'new', newName: 'other' },
        ],
        patches: [{ patch: 'x' }],
        components: ['../a', '../missing'],
        ignoreMissingComponents: true,
      },
      (path) => path === '../a',
    );
    assert.deepEqual(merged['images'], [
      { name: 'web', newTag: '1' },
      { name: 'db', newTag: '2', digest: undefined },
      { name: 'new', newName: 'other' },
    ]);
    assert.deepEqual(merged['patches'], [{ path: 'p.yaml' }, { patch: 'x', target: undefined }]);
    assert.deepEqual(merged['components'], ['../a']);
    assert.equal(merged['namespace'], 'prod');
    assert.equal(own.patches.length, 1);
  });

  test('components must be local', () => {
    const merge = () => mergeKustomizationSpec({}, { components: ['https://example.com/org/repo'] }, () => true);
    assert.throws(merge, /must be local and relative/);
  });
});
