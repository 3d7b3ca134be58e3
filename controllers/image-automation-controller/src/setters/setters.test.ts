import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import type { ImagePolicy } from '@flux19/api';
import { sharedDataFolder } from '@flux19/conformance';
import { parseMarker } from './marker.ts';
import { setterValues } from './setter-values.ts';
import { isCandidate, updateFile } from './update-file.ts';
import { changesOf, objectsOf } from './update-result.ts';
import { updateTree } from './update-tree.ts';

const shared = sharedDataFolder(process.env);
const fixtures = join(shared ?? '', 'flux-fixtures/image-automation-controller/internal');
const skip = shared === undefined || !existsSync(fixtures) ? 'the shared data folder is absent' : false;

function policy(namespace: string, name: string, image: string, tag: string, digest?: string): ImagePolicy {
  return {
    apiVersion: 'image.toolkit.fluxcd.io/v1',
    kind: 'ImagePolicy',
    metadata: { namespace, name },
    spec: { imageRepositoryRef: { name }, policy: {} },
    status: { latestRef: { name: image, tag, ...(digest === undefined ? {} : { digest }) } },
  };
}

/** Files of a folder by path. */
function filesOf(folder: string): Map<string, string> {
  const paths = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  const named = paths.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
  return new Map(named.toSorted().map((path) => [path, readFileSync(join(folder, path), 'utf8')]));
}

/** A commit with these files. */
function baseOf(files: ReadonlyMap<string, string>) {
  return {
    list: async () => ({
      files: [...files.keys()].map((path) => ({ path, hash: path, isExecutable: false })),
      links: [],
      submodules: [],
    }),
    async *read(wanted: readonly { readonly path: string }[]) {
      for (const { path } of wanted) yield Buffer.from(files.get(path) ?? '');
    },
  };
}

const { signal } = new AbortController();
const digest = 'sha256:6745aaad46d795c9836632e1fb62f24b7e7f4c843144da8e47a5465c411a14be';

suite('setters', () => {
  test("change the files of Flux's tests exactly as Flux does, and no other file", { skip }, async () => {
    const original = filesOf(join(fixtures, 'update/testdata/setters/original'));
    const expected = filesOf(join(fixtures, 'update/testdata/setters/expected'));
    const policies = [
      policy('automation-ns', 'policy', 'index.repo.fake/updated', 'v1.0.1'),
      policy('automation-ns', 'unchanged', 'image', 'v1.0.0'),
      policy('automation-ns', 'policy-with-digest', 'image', 'v1.0.0', digest),
    ];
    const { changes, result, unreadable } = await updateTree(baseOf(original), '', setterValues(policies), signal);
    for (const [path, text] of original) assert.equal(changes.get(path) ?? text, expected.get(path) ?? text, path);
    for (const path of changes.keys()) assert.ok(expected.has(path), path);
    assert.deepEqual(unreadable, []);
    assert.ok(result.size > 0);
  });

  for (const [package_, folder, path, namespace, name] of [
    ['policy', 'appconfig', '', 'test-ns', 'policy1'],
    ['policy', 'pathconfig', 'yes', 'test-ns', 'policy1'],
  ] as const) {
    test(`keep to a path: ${folder}`, { skip }, async () => {
      const original = filesOf(join(fixtures, package_, 'testdata', folder));
      const expectedFolder = folder === 'appconfig' ? 'appconfig-setters-expected' : `${folder}-expected`;
      const expected = filesOf(join(fixtures, package_, 'testdata', expectedFolder));
      // Flux's tests put the markers in as well.
      const mark = (text: string) => text.replaceAll(/SETTER_SITE/g, `{"$imagepolicy": "${namespace}:${name}"}`);
      const marked = new Map([...original].map(([file, text]) => [file, mark(text)]));
      const policies = [policy(namespace, name, 'helloworld', '1.0.1')];
      const { changes } = await updateTree(baseOf(marked), path, setterValues(policies), signal);
      for (const [file, text] of marked) assert.equal(changes.get(file) ?? text, mark(expected.get(file) ?? ''), file);
    });
  }

  const values = setterValues([policy('ns', 'app', 'ghcr.io/team/app', '1.30', digest)]);

  test('put the image, its name, its tag or its digest in', () => {
    const marks = ['', ':name', ':tag', ':digest']
      .map((part) => `- old # {"$imagepolicy": "ns:app${part}"}\n`)
      .join('');
    const expected = [
      `- ghcr.io/team/app:1.30@${digest} # {"$imagepolicy": "ns:app"}\n`,
      '- ghcr.io/team/app # {"$imagepolicy": "ns:app:name"}\n',
      '- "1.30" # {"$imagepolicy": "ns:app:tag"}\n',
      `- ${digest} # {"$imagepolicy": "ns:app:digest"}\n`,
    ].join('');
    assert.equal(updateFile(marks, values)?.text, expected);
  });

  test('tell what they have changed in which object', () => {
    const object = (name: string) =>
      `apiVersion: v1\nkind: Pod\nmetadata:\n  name: ${name}\nspec: {image: old}\ntag: x # {"$imagepolicy": "ns:app:tag"}\n`;
    const { objects = [] } = updateFile(`${object('a')}---\n# only a comment\n---\n${object('b')}`, values) ?? {};
    const change = { oldValue: 'x', newValue: '1.30', setter: 'ns:app:tag' };
    const pod = (name: string) => ({ apiVersion: 'v1', kind: 'Pod', name, namespace: '' });
    assert.deepEqual(objects, [
      { object: pod('a'), changes: [change] },
      { object: pod('b'), changes: [change] },
    ]);
    const result = new Map([
      ['one.yaml', objects],
      ['two.yaml', objects],
    ]);
    assert.deepEqual(changesOf(result), [change]);
    assert.deepEqual(objectsOf(result)[0], { object: pod('a'), changes: [change, change] });
  });

  test('leave a file alone that cannot be read, and go on with the others', async () => {
    const chart = 'image: {{ .Values.image }} # {"$imagepolicy": "ns:app"}\n{{- if x }}\n';
    const files = new Map([
      ['a.yaml', 'x: y # {"$imagepolicy": "ns:app:tag"}\n'],
      ['templates/b.yaml', chart],
      ['c.txt', 'x: y # {"$imagepolicy": "ns:app:tag"}\n'],
    ]);
    const { changes, unreadable } = await updateTree(baseOf(files), './', values, signal);
    assert.deepEqual([...changes.keys()], ['a.yaml']);
    assert.deepEqual(unreadable, ['templates/b.yaml']);
  });

  test('never leave the folder, and name what is missing', async () => {
    const files = new Map([['a.yaml', 'x: y # {"$imagepolicy": "ns:app:tag"}\n']]);
    assert.equal((await updateTree(baseOf(files), '../../a.yaml', values, signal)).changes.size, 1);
    await assert.rejects(updateTree(baseOf(files), './apps', values, signal), {
      message: 'walking path for files: lstat apps: no such file or directory',
    });
  });

  test('know their comments from others', () => {
    assert.equal(parseMarker('# {"$imagepolicy": "ns:app"}'), 'ns:app');
    assert.equal(parseMarker('#{"$imagepolicy":"ns:app","note":"x"}'), 'ns:app');
    for (const comment of [
      '# {"$imagepolicy": "ns:app"} please',
      '# {"$imagepolicy": 1}',
      '# {"$imagepolicy": "ns:app", "x": 1}',
      '# {"other": "ns:app"}',
      '# {"$imagepolicy": "ns:app"',
    ]) {
      assert.equal(parseMarker(comment), undefined, comment);
    }
  });

  test('look only at manifests', () => {
    assert.deepEqual(
      ['a.yaml', 'a.yml', 'x/Kustomization', 'a.YAML', 'a.json', 'Kustomization.bak'].filter(isCandidate),
      ['a.yaml', 'a.yml', 'x/Kustomization'],
    );
  });

  test('refuse an image that cannot be one', () => {
    const why = 'encountered invalid image ref "UPPER:1": could not parse reference: UPPER:1';
    assert.throws(() => setterValues([policy('ns', 'p', 'UPPER', '1')]), { message: why });
  });
});
