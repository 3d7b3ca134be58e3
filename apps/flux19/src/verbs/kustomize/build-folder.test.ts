import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { runLine } from '../../testing/run-line.ts';
import { buildFlags } from './build-flags.ts';

suite('flux19 kustomize build', () => {
  let folder = '';
  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'flux19-build-'));
    mkdirSync(join(folder, 'out'));
    writeFileSync(join(folder, 'kustomization.yaml'), 'resources: [x.yaml]\nhelmCharts: []\n');
    writeFileSync(join(folder, 'x.yaml'), 'apiVersion: v1\nkind: ConfigMap\nmetadata: {name: x}\n');
    mkdirSync(join(folder, 'charts'));
    writeFileSync(join(folder, 'charts/kustomization.yaml'), 'helmCharts:\n- name: web\n');
  });
  after(() => rmSync(folder, { recursive: true, force: true }));

  const printed = 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\n';

  test('writes to a file, or a file for each resource into a folder', async () => {
    const file = join(folder, 'all.yaml');
    assert.deepEqual(await codeAndOut(`kustomize build ${folder} -o ${file}`), [0, '']);
    assert.equal(readFileSync(file, 'utf8'), printed);
    assert.deepEqual(await codeAndOut(`kustomize build ${folder} --output ${folder}/out`), [0, '']);
    assert.deepEqual(readdirSync(join(folder, 'out')), ['v1_configmap_x.yaml']);
    const { code, error } = await runLine(`kustomize build ${folder} -o ${folder}/none/x.yaml`);
    assert.equal(code, 1);
    assert.match(error, /^cannot write to '.*\/none\/x.yaml': ENOENT/);
  });

  test('takes every flag of kustomize', async () => {
    const fitting = new Map([
      ['load-restrictor', 'LoadRestrictionsNone'],
      ['output', join(folder, 'all.yaml')],
      ['reorder', 'none'],
    ]);
    const words = buildFlags.map(
      ({ name, value }) => `--${name}${value === undefined ? '' : `=${fitting.get(name) ?? 'a'}`}`,
    );
    assert.deepEqual(await codeAndOut(`kustomize build ${folder} ${words.join(' ')}`), [0, '']);
    assert.match(readFileSync(join(folder, 'all.yaml'), 'utf8'), /managed-by: kustomize/);
  });

  test('says which values a flag may have', async () => {
    assert.equal(
      (await runLine(`kustomize build ${folder} --load-restrictor none`)).error,
      'illegal flag value --load-restrictor none; legal values: [LoadRestrictionsRootOnly LoadRestrictionsNone]',
    );
    assert.equal(
      (await runLine(`kustomize build ${folder} --reorder x`)).error,
      'illegal flag value --reorder x; legal values: [legacy none]',
    );
  });

  test('says what it wants instead of a file, nothing, or a repository of the network', async () => {
    assert.match((await runLine(`kustomize build ${folder}/x.yaml`)).error, /is a file, not a folder: name one that/);
    assert.match((await runLine(`kustomize build ${folder}/none`)).error, /is not a folder: name one that/);
    const { error, err } = await runLine('kustomize build https://example.com/org/repo//base');
    assert.match(error, /is a repository of the network, and builds fetch nothing$/);
    assert.match(err, /clone the repository/);
  });

  test('names file, field and a way out where charts would be rendered', async () => {
    const { code, err } = await runLine(`kustomize build ${folder}/charts --enable-helm`);
    assert.equal(code, 1);
    assert.match(err, /HelmRelease[\s\S]*charts\/kustomization.yaml: helmCharts/);
  });

  async function codeAndOut(line: string): Promise<[number, string]> {
    const { code, out } = await runLine(line);
    return [code, out];
  }
});
