import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import { runLine } from '../testing/run-line.ts';
import { startTestCluster, type TestCluster } from '../testing/test-cluster.ts';

const flux = { 'app.kubernetes.io/part-of': 'flux' };

function controller(name: string, image: string, isReady: boolean) {
  const replicas = isReady ? { replicas: 1, updatedReplicas: 1, readyReplicas: 1, availableReplicas: 1 } : {};
  const conditions = isReady
    ? [
        { type: 'Available', status: 'True', reason: 'MinimumReplicasAvailable', message: '' },
        { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message: '' },
      ]
    : [];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name, namespace: 'flux-system', labels: flux },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: name } },
      template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'manager', image }] } },
    },
    status: { observedGeneration: 1, ...replicas, conditions },
  };
}

suite('what a cluster runs', () => {
  let cluster: TestCluster;
  const run = (line: string) => runLine(line, { client: cluster.client });
  before(async () => {
    cluster = await startTestCluster();
    await cluster.create([
      controller('source-controller', 'registry.test:5000/fluxcd/source-controller:v1.9.4', true),
      controller('kustomize-controller', 'registry.test/fluxcd/kustomize-controller:v1.9.4', true),
    ]);
  });
  after(() => cluster.close());

  test('version lists the controllers by name', async () => {
    const { out } = await run('version');
    assert.equal(out, 'flux: v2.9.4\nkustomize-controller: v1.9.4\nsource-controller: v1.9.4\n');
  });

  test('version as JSON sorts everything', async () => {
    const { out } = await run('version -o json');
    assert.deepEqual(Object.keys(JSON.parse(out)), ['flux', 'kustomize-controller', 'source-controller']);
    assert.equal((await run('version -o xml')).error, '--output must be json or yaml, not xml');
  });

  test('check tells what is missing, and fails', async () => {
    const { code, error, err } = await run('check --timeout=5s');
    assert.deepEqual([code, error], [1, 'check failed']);
    assert.match(err, /✔ source-controller: deployment ready\n► registry.test:5000\/fluxcd\/source-controller:v1.9.4/);
    assert.match(err, /✗ no crds found with the label selector 'app.kubernetes.io\/part-of=flux'/);
  });

  test('check does not wait for a controller longer than it may', async () => {
    await cluster.create([controller('slow-controller', 'registry.test/slow:v1', false)]);
    const { err } = await run('check --timeout=100ms');
    assert.match(err, /✗ slow-controller: /);
  });

  test('tree shows what a release of Helm holds', async () => {
    const manifest =
      'apiVersion: v1\nkind: Service\nmetadata:\n  name: web\n---\napiVersion: v1\nkind: Namespace\nmetadata:\n  name: extra\n';
    const record = gzipSync(JSON.stringify({ name: 'web', manifest })).toString('base64');
    await cluster.create([
      {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name: 'sh.helm.release.v1.web.v2', namespace: 'team' },
        data: { release: Buffer.from(record).toString('base64') },
      },
      {
        apiVersion: 'helm.toolkit.fluxcd.io/v2',
        kind: 'HelmRelease',
        metadata: { name: 'web', namespace: 'team' },
        spec: { interval: '5m', chartRef: { kind: 'OCIRepository', name: 'web' } },
        status: {
          storageNamespace: 'team',
          history: [
            {
              name: 'web',
              namespace: 'team',
              version: 2,
              chartName: 'web',
              chartVersion: '1.0.0',
              configDigest: 'sha256:0',
              digest: 'sha256:0',
              status: 'deployed',
              firstDeployed: '2026-01-01T00:00:00Z',
              lastDeployed: '2026-01-01T00:00:00Z',
              deleted: null,
            },
          ],
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'apps', namespace: 'team' },
        spec: { interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'x' } },
        status: {
          inventory: {
            entries: [
              { id: 'team_web_helm.toolkit.fluxcd.io_HelmRelease', v: 'v2' },
              { id: 'team_loop_kustomize.toolkit.fluxcd.io_Kustomization', v: 'v1' },
            ],
          },
        },
      },
      {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        metadata: { name: 'loop', namespace: 'team' },
        spec: { interval: '5m', prune: true, sourceRef: { kind: 'GitRepository', name: 'x' } },
        status: { inventory: { entries: [{ id: 'team_apps_kustomize.toolkit.fluxcd.io_Kustomization', v: 'v1' }] } },
      },
    ]);
    const { out } = await run('tree ks apps -n team');
    assert.equal(
      out,
      `Kustomization/team/apps
├── HelmRelease/team/web
│   ├── Service/team/web
│   └── Namespace/extra
└── Kustomization/team/loop
    └── Kustomization/team/apps

`,
    );
  });
});
