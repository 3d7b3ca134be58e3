import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  createKustomizeEngine,
  KustomizeError,
  memoryTree,
  type RemoteLoader,
  runGenerator,
  runTransformer,
} from '@flux19/kustomize';

const config = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n';

function engine(files: Readonly<Record<string, string>>, remote?: RemoteLoader) {
  return createKustomizeEngine({ files: memoryTree(new Map(Object.entries(files))), remote });
}

function failure(files: Readonly<Record<string, string>>): KustomizeError {
  try {
    engine(files).build('app');
  } catch (thrown) {
    if (thrown instanceof KustomizeError) return thrown;
    throw thrown;
  }
  throw new assert.AssertionError({ message: 'was built' });
}

suite('kustomize engine', () => {
  test('names file and line of each resource', () => {
    const { origins } = engine({
      '/app/kustomization.yaml': 'resources: [a.yaml]\nconfigMapGenerator:\n- name: g\n  literals: [a=1]\n',
      '/app/a.yaml': `# head\n${config}---\n\n${config.replace('name: x', 'name: y')}`,
    }).build('app', { reorder: 'none' });
    assert.deepEqual(origins, [
      { file: '/app/a.yaml', line: 2 },
      { file: '/app/a.yaml', line: 8 },
      { file: '/app/kustomization.yaml', line: 0 },
    ]);
  });

  test('says where a broken resource stands', () => {
    const error = failure({
      '/app/kustomization.yaml': 'resources: [a.yaml]\n',
      '/app/a.yaml': `${config}---\nkind: X\n bad: 1\n`,
    });
    assert.deepEqual([error.file, error.line, error.reason], ['/app/a.yaml', 7, 'MalformedYaml']);
    assert.equal(error.place, '/app/a.yaml:7: resources');
  });

  test('sums an error up in one line that names file and field', () => {
    const error = failure({
      '/app/kustomization.yaml': 'resources: [../base]\n',
      '/base/kustomization.yaml': 'resources: [missing.yaml]\n',
    });
    assert.match(error.message, /^accumulating resources: accumulation err='.*recursed accumulation of path '\/base'/);
    assert.match(error.summary, /^\/base\/kustomization.yaml:1: resources: .*'\/base\/missing.yaml' doesn't exist$/);
    const replicas = failure({
      '/app/kustomization.yaml': 'resources: [../base]\nreplicas: [{name: other, count: 1}]\n',
      '/base/kustomization.yaml': 'resources: [x.yaml]\n',
      '/base/x.yaml': config,
    });
    assert.match(replicas.summary, /^\/app\/kustomization.yaml: replicas: resource with name other does not match/);
  });

  test('names the field of a kustomization that is wrong', () => {
    const unknown = failure({ '/app/kustomization.yaml': 'resource: [a.yaml]\n' });
    assert.deepEqual(
      [unknown.message, unknown.field],
      ['invalid Kustomization: json: unknown field "resource"', 'resource'],
    );
    const wrongType = failure({ '/app/kustomization.yaml': 'namePrefix: [a]\n' });
    assert.match(
      wrongType.message,
      /cannot unmarshal array into Go struct field Kustomization.namePrefix of type string/,
    );
  });

  test('tells which patch found no target', () => {
    const error = failure({
      '/app/kustomization.yaml': 'resources: [a.yaml]\npatches:\n- path: p.yaml\n',
      '/app/a.yaml': config,
      '/app/p.yaml': `# a patch\n${config.replace('name: x', 'name: other')}`,
    });
    assert.deepEqual([error.reason, error.file, error.line], ['PatchTargetMissing', '/app/p.yaml', 2]);
    assert.match(error.message, /no matches for Id ConfigMap.v1.\[noGrp\]\/other.\[noNs\]/);
  });

  test('collects notes on deprecated fields', () => {
    const { warnings } = engine({
      '/app/kustomization.yaml': 'bases: [../b]\n',
      '/b/kustomization.yaml': 'namespace: x\n',
    }).build('app');
    assert.match(warnings[0] ?? '', /'bases' is deprecated/);
  });

  test('takes remote folders from the loader it is given', () => {
    const remote: RemoteLoader = {
      load: (url) =>
        url === 'https://example.com/org/repo//base?ref=v1'
          ? {
              files: memoryTree(
                new Map([
                  ['/base/kustomization.yaml', 'resources: [x.yaml]\n'],
                  ['/base/x.yaml', config],
                ]),
              ),
              path: '/base',
            }
          : undefined,
    };
    const files = {
      '/app/kustomization.yaml': 'resources: ["https://example.com/org/repo//base?ref=v1"]\nnamePrefix: p-\n',
    };
    assert.match(engine(files, remote).build('app').toYaml(), /name: p-x/);
  });

  test('takes a kustomization in place of the file', () => {
    const files = { '/app/kustomization.yaml': 'resources: [missing.yaml]\n', '/app/a.yaml': config };
    const built = engine(files).build('app', { kustomization: { resources: ['a.yaml'], nameSuffix: '-s' } });
    assert.match(built.toYaml(), /name: x-s/);
  });

  test('renames references with what they refer to', () => {
    const pod =
      'apiVersion: v1\nkind: Pod\nmetadata:\n  name: p\nspec:\n  containers:\n  - name: c\n    envFrom:\n    - configMapRef:\n        name: g\n';
    const text = engine({
      '/app/kustomization.yaml':
        'namePrefix: a-\nresources: [p.yaml]\nconfigMapGenerator:\n- name: g\n  literals: [k=v]\n',
      '/app/p.yaml': pod,
    })
      .build('app')
      .toYaml();
    const name = /name: (a-g-[a-z0-9]{10})/.exec(text)?.[1];
    assert.ok(name !== undefined && text.includes(`        name: ${name}\n`));
  });

  test('a quoted field stays text when a patch sets a number', () => {
    const patch = `${config}data:\n  quoted: 2\n  plain: 2\n`;
    const text = engine({
      '/app/kustomization.yaml': 'resources: [a.yaml]\npatches:\n- path: p.yaml\n',
      '/app/a.yaml': `${config}data:\n  quoted: "1"\n  plain: x\n`,
      '/app/p.yaml': patch,
    })
      .build('app')
      .toYaml();
    assert.match(text, /plain: 2\n {2}quoted: "2"\n/);
  });

  test('charts are refused with a hint', () => {
    assert.match(
      failure({ '/app/kustomization.yaml': 'helmCharts:\n- name: x\n' }).message,
      /must specify --enable-helm/,
    );
  });

  test('built-in plug-ins run alone', () => {
    const prefix =
      'apiVersion: builtin\nkind: PrefixTransformer\nmetadata: {name: t}\nprefix: p-\nfieldSpecs: [{path: metadata/name}]\n';
    assert.match(runTransformer(prefix, config).toYaml(), /name: p-x/);
    const secret = 'apiVersion: builtin\nkind: SecretGenerator\nmetadata: {name: s}\nliterals: [a=b]\n';
    assert.match(runGenerator(secret).toYaml(), /a: Yg==/);
    assert.throws(() => runTransformer(secret, config), /not a transformer/);
  });
});
