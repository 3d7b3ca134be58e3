import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import { type CliCase, fillTemplate, folderOfCases, readCliCases } from './testing/cli-cases.ts';
import { createFile } from './testing/create-file.ts';
import { runLine } from './testing/run-line.ts';
import { startTestCluster, type TestCluster } from './testing/test-cluster.ts';

/** Verbs that there are; the rest of the table belongs to verbs that are still to come. */
const verbs = [
  'create alert',
  'create helmrelease',
  'create image',
  'create kustomization',
  'create receiver',
  'create secret',
  'create source',
  'create tenant',
  'events',
  'export',
  'get',
  'install',
  'logs',
  'reconcile',
  'resume',
  'suspend',
  'trace',
  'tree',
  'trigger',
  'version --client',
];

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;
const temporary = mkdtempSync(join(tmpdir(), 'flux19-cases-'));
const testData = join(data ?? '', folderOfCases, 'cmd/flux/testdata');
const variables = {
  fluxns: 'cases',
  ns: 'cases',
  'crt.Name()': writeTemporary('ca.crt', 'ca-data-crt'),
  'pem.Name()': writeTemporary('ca.pem', 'ca-data-pem'),
  'file.Name()': writeTemporary('ca-file.crt', 'ca-data'),
  'invalidCert.Name()': writeTemporary('ca.p12', ''),
  't.TempDir()': temporary,
  testCertFolder: join(testData, 'create_secret/notation'),
  trustPolicy: join(testData, 'create_secret/notation/test-trust-policy.json'),
  invalidTrustPolicy: join(testData, 'create_secret/notation/invalid-trust-policy.json'),
  invalidJson: join(testData, 'create_secret/notation/invalid.json'),
};

function writeTemporary(name: string, text: string): string {
  const path = join(temporary, name);
  writeFileSync(path, text);
  return path;
}

suite('the command lines of flux', { skip }, () => {
  const folder = join(data ?? '', folderOfCases, 'cmd/flux');
  let cluster: TestCluster;
  before(async () => {
    cluster = await startTestCluster();
    await createFile(cluster, join(folder, 'testdata/get/objects.yaml'), variables);
  });
  after(() => {
    cluster.close();
    rmSync(temporary, { recursive: true });
  });

  const all = data === undefined ? [] : readCliCases(data, variables);
  const cases = all.filter(({ line }) => verbs.some((verb) => line.startsWith(verb)));
  let passed = 0;
  for (const row of cases) {
    test(`${row.testFile}: ${row.name}`, async () => {
      await check(row, cluster, folder);
      passed += 1;
    });
  }
  test('are counted', (context) => {
    context.diagnostic(
      `flux-fixtures/flux2/CLI-CASES: ${passed}/${cases.length} passed; ${all.length - cases.length} for verbs to come`,
    );
  });
});

async function check({ line, expected }: CliCase, { client }: TestCluster, workingFolder: string): Promise<void> {
  const result = await runLine(line, { client, workingFolder });
  if (expected.kind === 'error') {
    assert.equal(result.code, 1, result.output);
    assert.equal(expected.isWhole ? result.error : result.error.slice(0, expected.text.length), expected.text);
    return;
  }
  assert.equal(result.code, 0, result.output);
  if (expected.kind === 'golden') assert.equal(result.output, withDefaults(fillTemplate(expected.text, variables)));
}

/** The Go tests run without the default of `--interval`, which the real flux has. */
function withDefaults(text: string): string {
  return text.replace(/^( *interval: )0s$/m, '$11m0s');
}
