import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import { type CliCase, fillTemplate, folderOfCases, readCliCases } from './testing/cli-cases.ts';
import { createFile } from './testing/create-file.ts';
import { runLine } from './testing/run-line.ts';
import { startTestCluster, type TestCluster } from './testing/test-cluster.ts';

/** Verbs that there are; the rest of the table belongs to verbs that are still to come. */
const verbs = [
  'create kustomization',
  'create secret git ',
  'create source git',
  'events',
  'export',
  'get',
  'logs',
  'reconcile',
  'resume',
  'suspend',
  'trace',
  'tree',
  'version --client',
];

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;
const variables = { fluxns: 'cases', ns: 'cases' };

suite('the command lines of flux', { skip }, () => {
  const folder = join(data ?? '', folderOfCases, 'cmd/flux');
  let cluster: TestCluster;
  before(async () => {
    cluster = await startTestCluster();
    await createFile(cluster, join(folder, 'testdata/get/objects.yaml'), variables);
  });
  after(() => cluster.close());

  for (const row of data === undefined ? [] : readCliCases(data, variables)) {
    if (!verbs.some((verb) => row.line.startsWith(verb))) continue;
    test(`${row.testFile}: ${row.name}`, async () => {
      await check(row, cluster, folder);
    });
  }
});

async function check({ line, expected }: CliCase, { client }: TestCluster, workingFolder: string): Promise<void> {
  const result = await runLine(line, { client, workingFolder });
  if (expected.kind === 'error') {
    assert.equal(result.code, 1, result.output);
    assert.equal(expected.isWhole ? result.error : result.error.slice(0, expected.text.length), expected.text);
    return;
  }
  assert.equal(result.code, 0, result.output);
  if (expected.kind === 'golden') assert.equal(result.output, fillTemplate(expected.text, variables));
}
