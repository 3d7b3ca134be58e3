import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { createKustomizeEngine, diskTree, type FileTree, KustomizeError, memoryTree } from '@flux19/kustomize';
import fc from 'fast-check';

const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n';

function build(files: Readonly<Record<string, string>>, path: string = 'app'): string {
  return createKustomizeEngine({ files: memoryTree(new Map(Object.entries(files))) })
    .build(path)
    .toYaml();
}

function refusal(files: Readonly<Record<string, string>>): KustomizeError {
  try {
    build(files);
  } catch (thrown) {
    if (thrown instanceof KustomizeError) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: 'was built' });
}

/** Every field that names files, and how it names one. */
const readers: Readonly<Record<string, (path: string) => Record<string, unknown>>> = {
  ...Object.fromEntries(
    ['resources', 'components', 'crds', 'configurations', 'generators', 'transformers', 'validators'].map((field) => [
      field,
      (path: string) => ({ [field]: [path] }),
    ]),
  ),
  files: (path) => ({ configMapGenerator: [{ name: 'g', files: [`key=${path}`] }] }),
  envs: (path) => ({ secretGenerator: [{ name: 'g', envs: [path] }] }),
  openapi: (path) => ({ openapi: { path } }),
  patchesStrategicMerge: (path) => ({ patchesStrategicMerge: [path] }),
  patchesJson6902: (path) => ({ patchesJson6902: [{ path, target: { kind: 'ConfigMap', name: 'x', version: 'v1' } }] }),
  replacements: (path) => ({ replacements: [{ path }] }),
};

suite('hostile input', () => {
  let root = '';
  before(() => {
    root = mkdtempSync(join(tmpdir(), 'flux19-hostile-'));
    const files = {
      'tree/app/kustomization.yaml': 'resources: [x.yaml]\nconfigMapGenerator:\n- name: g\n  files: [secret.txt]\n',
      'tree/app/x.yaml': config,
      'tree/base/kustomization.yaml': 'resources: [../outside]\n',
      'outside/kustomization.yaml': 'resources: [y.yaml]\n',
      'outside/y.yaml': config,
      'outside/secret.txt': 'hidden',
    };
    for (const [path, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, path)), { recursive: true });
      writeFileSync(join(root, path), text);
    }
    symlinkSync(join(root, 'outside/secret.txt'), join(root, 'tree/app/secret.txt'));
    symlinkSync(join(root, 'outside'), join(root, 'tree/outside'));
  });
  after(() => rmSync(root, { recursive: true, force: true }));

  test('links out of the tree lead nowhere', () => {
    const engine = createKustomizeEngine({ files: diskTree(join(root, 'tree')), loadRestrictions: 'none' });
    assert.throws(() => engine.build('app'), /'\/app\/secret.txt' doesn't exist/);
    assert.throws(() => engine.build('base'), /doesn't exist/);
  });

  test('paths outside of the folder are refused with file and field', () => {
    const files = {
      '/app/kustomization.yaml': 'resources: [x.yaml]\npatches:\n- path: ../secret.yaml\n',
      '/app/x.yaml': config,
      '/secret.yaml': config,
    };
    const error = refusal(files);
    assert.match(error.message, /security; file '\/secret.yaml' is not in or below '\/app'/);
    assert.equal(error.field, 'patches.path');
  });

  test('climbing above the root is named as such', () => {
    const error = refusal({ '/app/kustomization.yaml': 'resources: [../../../../etc/passwd]\n' });
    assert.equal(error.reason, 'PathNotAllowed');
    assert.match(error.message, /leaves the root of the source/);
  });

  test('absolute folders and remote resources are refused', () => {
    assert.match(
      refusal({ '/app/kustomization.yaml': 'resources: [/etc]\n' }).message,
      /cannot be absolute|doesn't exist/,
    );
    const remote = refusal({
      '/app/kustomization.yaml': 'resources: ["https://user:pass@example.com/org/repo?ref=v1"]\n',
    });
    assert.equal(remote.reason, 'RemoteNotAllowed');
    assert.doesNotMatch(remote.message, /pass/);
  });

  test('cycles of bases are refused', () => {
    const files = {
      '/app/kustomization.yaml': 'resources: [../b]\n',
      '/b/kustomization.yaml': 'resources: [../app]\n',
    };
    assert.match(refusal(files).message, /cycle detected: candidate root '\/app' contains visited root '\/app'/);
  });

  test('aliases that multiply are refused', () => {
    const levels = Array.from(
      { length: 12 },
      (_, index) => `  l${index + 1}: &l${index + 1} [${Array(9).fill(`*l${index}`).join(', ')}]`,
    );
    const text = `${config}data:\n  l0: &l0 [x, x]\n${levels.join('\n')}\n`;
    const error = refusal({ '/app/kustomization.yaml': 'resources: [x.yaml]\n', '/app/x.yaml': text });
    assert.match(error.message, /excessive aliasing/);
    assert.equal(error.file, '/app/x.yaml');
  });

  test('deep nesting is refused', () => {
    const error = refusal({
      '/app/kustomization.yaml': 'resources: [x.yaml]\n',
      '/app/x.yaml': `${config}data: ${'['.repeat(5000)}${']'.repeat(5000)}\n`,
    });
    assert.match(error.message, /exceeded max depth/);
  });

  test('patterns that take exponential time elsewhere are harmless', () => {
    const many = 'a'.repeat(60);
    const files = {
      '/app/kustomization.yaml':
        'resources: [x.yaml]\nimages:\n- name: (a+)+b\n  newTag: x\npatches:\n- target: {name: (x+x+)+y}\n  patch: |\n    - op: add\n      path: /data\n      value: {}\nreplacements:\n- source: {kind: ConfigMap, fieldPath: metadata.name}\n  targets:\n  - select: {name: (a+)+}\n    reject: [{name: (a+)+b}]\n    fieldPaths: ["spec.[name=(a+)+b].to"]\n    options: {create: true}\n',
      '/app/x.yaml': `${config.replace('name: x', `name: ${many}`)}spec: [{name: ${many}}, {name: ab}]\n`,
    };
    assert.match(build(files), /kind: ConfigMap/);
  });

  test('keys of prototypes are plain keys', () => {
    const files = {
      '/app/kustomization.yaml':
        'resources: [x.yaml]\npatches:\n- patch: |\n    apiVersion: v1\n    kind: ConfigMap\n    metadata: {name: x}\n    data: {__proto__: polluted, constructor: c}\n',
      '/app/x.yaml': `${config}data: {__proto__: {polluted: "1"}, toString: t}\n`,
    };
    assert.throws(() => build(files));
    const plain = { ...files, '/app/x.yaml': `${config}data: {toString: t}\n` };
    assert.match(build(plain), /__proto__: polluted/);
    assert.equal(({} as Record<string, unknown>)['polluted'], undefined);
  });

  test('no build reads outside of the folder it may read', () => {
    const segment = fc.constantFrom('..', '.', 'app', 'sub', 'x.yaml', 'other', '', '/', 'x/../..');
    const path = fc.array(segment, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    const property = fc.property(path, path, fc.constantFrom(...Object.keys(readers)), (first, second, field) => {
      const reads: string[] = [];
      const inner = memoryTree(
        new Map([
          ['/app/kustomization.yaml', JSON.stringify({ ...readers[field]?.(first), patches: [{ path: second }] })],
          ['/app/x.yaml', config],
          ['/other/x.yaml', config],
          ['/x.yaml', config],
        ]),
      );
      const files: FileTree = {
        readFile: (name) => {
          reads.push(name);
          return inner.readFile(name);
        },
        isDirectory: (name) => inner.isDirectory(name),
        list: (name) => inner.list(name),
        resolve: (name) => inner.resolve(name),
      };
      try {
        createKustomizeEngine({ files }).build('app');
      } catch (thrown) {
        assert.ok(thrown instanceof KustomizeError);
      }
      assert.deepEqual(
        reads.filter((name) => !name.startsWith('/app/')),
        [],
      );
    });
    fc.assert(property, { numRuns: 300 });
  });
});
