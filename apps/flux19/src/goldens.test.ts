import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { sharedDataFolder } from '@flux19/conformance';
import { goTime } from './program/go-time.ts';
import { fillTemplate, folderOfCases } from './testing/cli-cases.ts';
import { createFile } from './testing/create-file.ts';
import { runLine } from './testing/run-line.ts';
import { startTestCluster } from './testing/test-cluster.ts';

/** Objects, then command lines and the file with what flux prints for them. */
interface Scene {
  readonly objects: string;
  readonly namespace: 'fluxns' | 'ns';
  readonly lines: Readonly<Record<string, string>>;
  /** Times that the golden file shows in the zone of the machine. */
  readonly times?: Readonly<Record<string, string>>;
}

const scenes: readonly Scene[] = [
  {
    objects: 'get/objects.yaml',
    namespace: 'fluxns',
    lines: {
      'get sources git': 'get/get.golden',
      'get sources git -l sharding.fluxcd.io/key=shard1': 'get/get_label_one.golden',
      'get sources git -l "sharding.fluxcd.io/key notin (shard1, shard2)"': 'get/get_label_two.golden',
    },
  },
  {
    objects: 'get/status_objects.yaml',
    namespace: 'fluxns',
    lines: {
      'get sources git --status-selector Ready=True': 'get/get_status_ready_true.golden',
      'get sources git --status-selector Ready=False': 'get/get_status_ready_false.golden',
      'get sources git --status-selector Ready!=True': 'get/get_status_ready_not_true.golden',
    },
  },
  {
    objects: 'tree/kustomizations.yaml',
    namespace: 'fluxns',
    lines: {
      'tree kustomization flux-system': 'tree/tree.golden',
      'tree kustomization flux-system --compact': 'tree/tree-compact.golden',
      'tree kustomization empty': 'tree/tree-empty.golden',
    },
  },
  {
    objects: 'export/objects.yaml',
    namespace: 'fluxns',
    lines: {
      'export alert-provider slack': 'export/provider.yaml',
      'export alert flux-system': 'export/alert.yaml',
      'export image policy flux-system': 'export/image-policy.yaml',
      'export image repository flux-system': 'export/image-repo.yaml',
      'export image update flux-system': 'export/image-update.yaml',
      'export source git flux-system': 'export/git-repo.yaml',
      'export source helm flux-system': 'export/helm-repo.yaml',
      'export source chart flux-system': 'export/helm-chart.yaml',
      'export source bucket flux-system': 'export/bucket.yaml',
      'export source external flux-system': 'export/external-artifact.yaml',
      'export kustomization flux-system': 'export/ks.yaml',
      'export helmrelease flux-system': 'export/helm-release.yaml',
      'export receiver flux-system': 'export/receiver.yaml',
    },
  },
  {
    objects: 'debug_helmrelease/objects.yaml',
    namespace: 'fluxns',
    lines: {
      'debug hr test-values-inline --show-status --show-values=false': 'debug_helmrelease/status.golden.yaml',
      'debug hr test-values-inline --show-values': 'debug_helmrelease/values-inline.golden.yaml',
      'debug hr test-values-from --show-values': 'debug_helmrelease/values-from.golden.yaml',
      'debug hr test-with-history --show-history': 'debug_helmrelease/history.golden.yaml',
      'debug hr test-values-inline --show-history --show-status=false': 'debug_helmrelease/history-empty.golden.yaml',
    },
  },
  {
    objects: 'debug_kustomization/objects.yaml',
    namespace: 'fluxns',
    lines: {
      'debug ks test --show-status --show-vars=false': 'debug_kustomization/status.golden.yaml',
      'debug ks test --show-vars --show-status=false': 'debug_kustomization/vars.golden.env',
      'debug ks test-from --show-vars --show-status=false': 'debug_kustomization/vars-from.golden.env',
      'debug ks test-with-history --show-history': 'debug_kustomization/history.golden.yaml',
      'debug ks test --show-history': 'debug_kustomization/history-empty.golden.yaml',
    },
  },
  {
    objects: 'trace/deployment.yaml',
    namespace: 'ns',
    lines: { 'trace podinfo --kind deployment --api-version=apps/v1': 'trace/deployment.golden' },
    times: {
      helmReleaseLastReconcile: '2021-07-16T15:42:20Z',
      helmChartLastReconcile: '2021-07-16T15:32:09Z',
      helmRepositoryLastReconcile: '2021-07-11T00:25:46Z',
    },
  },
  {
    objects: 'trace/helmrelease.yaml',
    namespace: 'ns',
    lines: { 'trace podinfo --kind HelmRelease --api-version=helm.toolkit.fluxcd.io/v2': 'trace/helmrelease.golden' },
    times: {
      kustomizationLastReconcile: '2021-08-01T04:52:56Z',
      gitRepositoryLastReconcile: '2021-07-20T00:48:16Z',
    },
  },
  {
    objects: 'trace/helmrelease-oci.yaml',
    namespace: 'ns',
    lines: {
      'trace podinfo --kind HelmRelease --api-version=helm.toolkit.fluxcd.io/v2': 'trace/helmrelease-oci.golden',
    },
    times: {
      kustomizationLastReconcile: '2021-08-01T04:52:56Z',
      ociRepositoryLastReconcile: '2021-07-20T00:48:16Z',
    },
  },
  {
    objects: 'trace/deployment-hr-ocirepo.yaml',
    namespace: 'ns',
    lines: { 'trace podinfo --kind deployment --api-version=apps/v1': 'trace/deployment-hr-ocirepo.golden' },
    times: {
      helmReleaseLastReconcile: '2021-07-16T15:42:20Z',
      ociRepositoryLastReconcile: '2021-07-20T00:48:16Z',
    },
  },
];

const data = sharedDataFolder(process.env);
const skip = data === undefined ? 'the conformance data is absent' : false;

suite('the golden files of flux', { skip }, () => {
  const folder = join(data ?? '', folderOfCases, 'cmd/flux/testdata');
  test('envsubst replaces what the environment knows', async () => {
    const environment = { REPO_NAME: 'test' };
    const text = readFileSync(join(folder, 'envsubst/file.yaml'));
    const { out } = await runLine('envsubst', {
      environment,
      input: (async function* () {
        yield text.subarray(0, 10);
        yield text.subarray(10);
      })(),
    });
    assert.equal(out, readFileSync(join(folder, 'envsubst/file.gold'), 'utf8'));
  });
  for (const { objects, namespace, lines, times = {} } of scenes) {
    test(`objects of ${objects} are shown as flux shows them`, async () => {
      const cluster = await startTestCluster();
      const local = Object.fromEntries(Object.entries(times).map(([name, time]) => [name, goTime(time)]));
      const variables = { fluxns: 'flux-system-1', ns: 'podinfo-1', ...local };
      await createFile(cluster, join(folder, objects), variables);
      for (const [line, golden] of Object.entries(lines)) {
        const result = await runLine(`${line} -n ${variables[namespace]}`, { client: cluster.client });
        const expected = fillTemplate(readFileSync(join(folder, golden), 'utf8'), variables);
        assert.equal(result.output, expected, line);
      }
      cluster.close();
    });
  }
});
