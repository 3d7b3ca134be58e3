import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createKustomizeEngine, type FileTree, KustomizeError, memoryTree } from '@flux19/kustomize';
import fc from 'fast-check';
import { type RandomTree, randomTree } from '../differential/random-trees.ts';

function outcome(build: () => { toYaml(): string }): string {
  try {
    return build().toYaml();
  } catch (thrown) {
    if (thrown instanceof KustomizeError) return `error: ${thrown.message}`;
    throw thrown;
  }
}

function absolute({ files }: RandomTree): [string, string][] {
  return Object.entries(files).map(([path, text]) => [`/${path}`, text]);
}

const resource = (name: string, value: string) =>
  `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\ndata:\n  v: "${value}"\n`;

function sample(): Map<string, string> {
  return new Map([
    ['/a/kustomization.yaml', 'resources: [x.yaml]\nnamePrefix: a-\n'],
    ['/a/x.yaml', resource('x', '1')],
    ['/b/kustomization.yaml', 'resources: [y.yaml]\n'],
    ['/b/y.yaml', resource('y', '1')],
    ['/top/kustomization.yaml', 'resources: [../a, ../b]\ncommonLabels: {app: top}\n'],
  ]);
}

/** A tree that counts what is read. */
function counting(files: FileTree): { files: FileTree; reads: string[] } {
  const reads: string[] = [];
  return {
    reads,
    files: {
      readFile: (path) => {
        reads.push(path);
        return files.readFile(path);
      },
      isDirectory: (path) => files.isDirectory(path),
      list: (path) => files.list(path),
      resolve: (path) => files.resolve(path),
      version: (path) => files.version?.(path),
      refresh: () => files.refresh?.(),
    },
  };
}

suite('building again', () => {
  test('gives what a new engine gives, whatever changed between the builds', () => {
    const property = fc.property(randomTree, randomTree, fc.infiniteStream(fc.boolean()), (first, second, choices) => {
      const contents = new Map(absolute(first));
      const engine = createKustomizeEngine({ files: memoryTree(contents) });
      for (let round = 0; round < 3; round++) {
        assert.equal(
          outcome(() => engine.build(first.top)),
          outcome(() => createKustomizeEngine({ files: memoryTree(new Map(contents)) }).build(first.top)),
        );
        for (const [path, text] of absolute(second)) {
          if (contents.has(path) && choices.next().value === true) contents.set(path, text);
        }
      }
    });
    fc.assert(property, { numRuns: 40 });
  });

  test('reads only the file that changed', () => {
    const contents = sample();
    const { files, reads } = counting(memoryTree(contents));
    const engine = createKustomizeEngine({ files });
    engine.build('top');
    engine.build('top');
    reads.length = 0;
    contents.set('/b/y.yaml', resource('y', '2'));
    assert.match(engine.build('top').toYaml(), /v: "2"/);
    assert.deepEqual(reads, ['/b/y.yaml']);
  });

  test('sees files that appear and disappear', () => {
    const contents = sample();
    const engine = createKustomizeEngine({ files: memoryTree(contents) });
    for (let round = 0; round < 3; round++) engine.build('top');
    contents.set('/a/kustomization.yml', 'resources: []\n');
    assert.throws(() => engine.build('top'), /Found multiple kustomization files under: \/a/);
    contents.delete('/a/kustomization.yml');
    assert.match(engine.build('top').toYaml(), /name: a-x/);
    contents.delete('/a/x.yaml');
    assert.throws(() => engine.build('top'), /'\/a\/x.yaml' doesn't exist/);
  });

  test('results of earlier builds stay as they were', () => {
    const contents = sample();
    const engine = createKustomizeEngine({ files: memoryTree(contents) });
    const results = [1, 2, 3, 4].map((round) => {
      contents.set('/b/y.yaml', resource('y', String(round)));
      return engine.build('top');
    });
    for (const [index, result] of results.entries()) assert.match(result.toYaml(), new RegExp(`v: "${index + 1}"`));
  });

  test('a folder kept from an earlier build still counts as a cycle', () => {
    const contents = sample();
    const engine = createKustomizeEngine({ files: memoryTree(contents) });
    for (let round = 0; round < 3; round++) engine.build('top');
    contents.set('/a/kustomization.yaml', 'resources: [x.yaml, ../top]\n');
    assert.throws(() => engine.build('top'), /cycle detected/);
    assert.throws(() => engine.build('a'), /cycle detected/);
  });
});
