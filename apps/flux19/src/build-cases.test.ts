import assert from 'node:assert/strict';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { prepareObjects } from '@flux19/apply';
import { sharedDataFolder } from '@flux19/conformance';
import { addressOf } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { parseManifests } from '@flux19/yaml';
import { type CliCase, fillTemplate, folderOfCases, readCliCases } from './testing/cli-cases.ts';
import { createFile } from './testing/create-file.ts';
import { runLine } from './testing/run-line.ts';
import { startTestCluster, type TestCluster } from './testing/test-cluster.ts';

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;
const folder = join(data ?? '', folderOfCases, 'cmd/flux');
const temporary = mkdtempSync(join(tmpdir(), 'flux19-build-'));
const variables = {
  fluxns: 'builds',
  tmpFile: join(temporary, 'podinfo.yaml'),
  absTestDataPath: join(folder, 'testdata/build-kustomization/podinfo'),
};
const ownFile = 'testdata/build-kustomization/podinfo-kustomization.yaml';
const never = new AbortController().signal;

/** Lines that the table breaks off, put together again, and what they print. */
const longLines: readonly (readonly [name: string, local: string, golden: string])[] = [
  ['podinfo', 'local-only', 'new-kustomization'],
  ['new-namespace-only', 'new-namespace-only', 'new-namespace-only'],
];

suite('building and comparing as flux does', { skip }, () => {
  let cluster: TestCluster;
  before(async () => {
    cluster = await startTestCluster();
    await createFile(cluster, join(folder, ownFile), variables);
    await createFile(cluster, join(folder, 'testdata/build-kustomization/podinfo-source.yaml'), variables);
    const [, text = ''] = readFileSync(join(folder, ownFile), 'utf8').split(/(?=---\napiVersion: kustomize)/);
    writeFileSync(
      variables.tmpFile,
      fillTemplate(text === '' ? readFileSync(join(folder, ownFile), 'utf8') : text, variables),
    );
  });
  after(() => {
    cluster.close();
    rmSync(temporary, { recursive: true });
  });

  const all = data === undefined ? [] : readCliCases(data, variables);
  const cases = all.filter(({ line }) => /^(build|diff) kustomization/.test(line));
  let passed = 0;
  for (const row of cases) {
    test(`${row.testFile}: ${row.name}`, async () => {
      await withObjects(cluster, row.objectFiles, async () => check(row, cluster));
      passed += 1;
    });
  }
  test('are counted', (context) => {
    context.diagnostic(`flux-fixtures/flux2/CLI-CASES: ${passed}/${cases.length} of build and diff passed`);
  });

  const local = (name: string, kustomization: string, folderName = name): string =>
    `diff kustomization ${name} --path ./testdata/build-kustomization/${folderName} --progress-bar=false --kustomization-file ./testdata/diff-kustomization/flux-kustomization-${kustomization}.yaml -n elsewhere`;

  for (const [name, kustomization, golden] of longLines) {
    test(`a Kustomization that the cluster lacks is compared: ${golden}`, async () => {
      const result = await runLine(`${local(name, kustomization)} --ignore-not-found`, {
        client: cluster.client,
        workingFolder: folder,
      });
      assert.equal(result.out, goldenText(`diff-${golden}`));
      assert.equal(result.code, 1);
    });
  }

  test('a Kustomization that the cluster lacks is an error otherwise', async () => {
    const result = await runLine(local('podinfo', 'local-only'), { client: cluster.client, workingFolder: folder });
    const why = 'kustomizations.kustomize.toolkit.fluxcd.io "podinfo" not found';
    assert.equal(result.error, `failed to get kustomization object: ${why}`);
    assert.equal(result.code, 2);
  });

  test('an object in a namespace that does not exist yet is an error', async () => {
    const name = 'new-namespace-and-configmap';
    const line = `${local(name, name)} --ignore-not-found`;
    const result = await runLine(line, { client: cluster.client, workingFolder: folder });
    assert.equal(result.error, 'ConfigMap/new-ns/app-config not found: namespaces "new-ns" not found');
    assert.equal(result.code, 2);
  });

  test('owner labels show when an object would be taken over', async () => {
    await withObjects(cluster, ['testdata/diff-kustomization/existing-configmap.yaml'], async () => {
      const line = `${local('configmaps', 'configmaps')} --ignore-not-found`;
      const result = await runLine(line, { client: cluster.client, workingFolder: folder });
      assert.equal(result.out, goldenText('diff-taking-ownership'));
    });
  });

  test('fields that spec.ignore names are no drift', async () => {
    await withObjects(cluster, ['testdata/diff-kustomization/drifted-service-no-labels.yaml'], async () => {
      const line = `${local('podinfo', 'drift-ignore')} --ignore-not-found`;
      const result = await runLine(line, { client: cluster.client, workingFolder: folder });
      assert.equal(result.out, goldenText('diff-with-drift-ignore'));
    });
  });
});

function goldenText(name: string): string {
  return readFileSync(join(folder, `testdata/diff-kustomization/${name}.golden`), 'utf8');
}

async function check({ line, expected }: CliCase, { client }: TestCluster): Promise<void> {
  const result = await runLine(line.includes(' -n ') ? line : `${line} -n ${variables.fluxns}`, {
    client,
    workingFolder: folder,
  });
  if (expected.kind === 'error') {
    assert.notEqual(result.code, 0);
    assert.equal(result.error, expected.text);
    return;
  }
  // Flux: differences end the command with exit code 1 and a warning.
  assert.ok(result.code === 0 || /identified at least one change/.test(result.err), result.output);
  if (expected.kind === 'golden') assert.equal(result.out, fillTemplate(expected.text, variables));
}

/** Runs while objects exist that kustomize-controller seems to have applied. */
async function withObjects({ client }: TestCluster, files: readonly string[], run: () => Promise<void>): Promise<void> {
  const texts = files.map((file) => fillTemplate(readFileSync(join(folder, file), 'utf8'), variables));
  const objects = texts.flatMap((text) => parseManifests(text).map(({ value }) => value as unknown as KubeObject));
  const owner = { fieldManager: 'kustomize-controller', group: 'none', name: 'none', namespace: 'none' };
  for (const [i, prepared] of prepareObjects(objects, owner).entries()) {
    const { labels: _, ...metadata } = prepared.metadata;
    const { labels } = objects[i]?.metadata ?? {};
    const object = { ...prepared, metadata: labels === undefined ? metadata : { ...metadata, labels } };
    await client.apply(object, { fieldManager: owner.fieldManager, force: true }, never);
  }
  try {
    await run();
  } finally {
    for (const object of objects) await client.delete(addressOf(object), {}, never);
  }
}
