import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type Cluster, type ClusterOptions, simulateAnnotation, startCluster } from '@flux19/cluster';
import { ApiError } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';

const log = createLogger({ level: 'error', write: (line) => process.stderr.write(line) });
const { signal } = new AbortController();

async function usingCluster(
  story: (cluster: Cluster) => Promise<void>,
  options: Partial<ClusterOptions> = {},
): Promise<void> {
  const cluster = await startCluster({ log, ...options });
  try {
    await story(cluster);
  } finally {
    await cluster.close();
  }
}

const container = (image: string) => ({ name: 'app', image });

function workload(kind: string, spec: object, image = 'registry.example/app:1'): KubeObject {
  const template = { metadata: { labels: { app: 'web' } }, spec: { containers: [container(image)] } };
  return {
    apiVersion: kind === 'Job' ? 'batch/v1' : 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: { ...(kind === 'Job' ? {} : { selector: { matchLabels: { app: 'web' } } }), template, ...spec },
  };
}

async function statusOf(
  cluster: Cluster,
  kind: string,
  name = 'web',
  apiVersion = 'apps/v1',
): Promise<Record<string, unknown>> {
  const object = await cluster.client.get({ apiVersion, kind, namespace: 'default', name }, signal);
  return (object['status'] ?? {}) as Record<string, unknown>;
}

async function names(cluster: Cluster, apiVersion: string, kind: string, namespace = 'default'): Promise<string[]> {
  const { items } = await cluster.client.list({ apiVersion, kind }, { namespace }, signal);
  return items.map(({ metadata }) => metadata.name).toSorted();
}

suite('startCluster', () => {
  test('brings a Deployment to its replicas and reports it as kube-controller-manager does', () =>
    usingCluster(async (cluster) => {
      await cluster.client.create(workload('Deployment', { replicas: 3 }), {}, signal);
      await eventually(async () => assert.equal((await statusOf(cluster, 'Deployment'))['availableReplicas'], 3));
      const { conditions, ...counts } = await statusOf(cluster, 'Deployment');
      assert.deepEqual(counts, {
        observedGeneration: 1,
        replicas: 3,
        updatedReplicas: 3,
        readyReplicas: 3,
        availableReplicas: 3,
      });
      assert.deepEqual(
        (conditions as { type: string; reason: string }[]).map(({ type, reason }) => `${type} ${reason}`),
        ['Available MinimumReplicasAvailable', 'Progressing NewReplicaSetAvailable'],
      );
    }));

  test('tells what it does in Events, and adopts what an orphaning deletion left behind', () =>
    usingCluster(async (cluster) => {
      const { client } = cluster;
      await client.create(workload('Deployment', { replicas: 1 }), {}, signal);
      const reasons = async () => {
        const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace: 'default' }, signal);
        return items.map((event) => String(event['reason'])).toSorted();
      };
      const expected = ['Created', 'Pulled', 'ScalingReplicaSet', 'Scheduled', 'Started', 'SuccessfulCreate'];
      await eventually(async () => assert.deepEqual(await reasons(), expected));
      const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
      await client.delete(address, { propagationPolicy: 'Orphan' }, signal);
      await eventually(async () => assert.equal(await client.find(address, signal), undefined));
      const before = await names(cluster, 'v1', 'Pod');
      await client.create(workload('Deployment', { replicas: 1 }), {}, signal);
      await eventually(async () => assert.equal((await statusOf(cluster, 'Deployment'))['availableReplicas'], 1));
      assert.deepEqual(await names(cluster, 'v1', 'Pod'), before);
    }));

  test('rolls out a new template, and back to the old ReplicaSet', () =>
    usingCluster(async ({ client, ...cluster }) => {
      const whole = { client, ...cluster };
      const first = await client.create(workload('Deployment', { replicas: 2 }), {}, signal);
      await eventually(async () => assert.equal((await statusOf(whole, 'Deployment'))['availableReplicas'], 2));
      const [oldSet] = await names(whole, 'apps/v1', 'ReplicaSet');
      const rollTo = (image: string) =>
        client.apply(workload('Deployment', { replicas: 2 }, image), { fieldManager: 'test', force: true }, signal);
      await rollTo('registry.example/app:2');
      const imagesOfPods = async () => {
        const { items } = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' }, signal);
        return items.map((pod) => (pod['spec'] as { containers: { image: string }[] }).containers[0]?.image);
      };
      await eventually(async () => assert.deepEqual(await imagesOfPods(), Array(2).fill('registry.example/app:2')));
      await rollTo('registry.example/app:1');
      await eventually(async () => assert.deepEqual(await imagesOfPods(), Array(2).fill('registry.example/app:1')));
      const current = await client.get(
        { apiVersion: 'apps/v1', kind: 'ReplicaSet', namespace: 'default', name: oldSet ?? '' },
        signal,
      );
      assert.equal((current['spec'] as { replicas: number }).replicas, 2);
      assert.equal(current.metadata.annotations?.['deployment.kubernetes.io/revision'], '3');
      assert.notEqual(first.metadata.uid, undefined);
    }));

  test('keeps the old Pods of a rollout whose new Pods do not become ready', () =>
    usingCluster(async (cluster) => {
      await cluster.client.create(workload('Deployment', { replicas: 4 }), {}, signal);
      await eventually(async () => assert.equal((await statusOf(cluster, 'Deployment'))['availableReplicas'], 4));
      const broken = workload('Deployment', { replicas: 4 }, 'registry.example/app:missing');
      const { template } = broken['spec'] as { template: { metadata: object } };
      template.metadata = { ...template.metadata, annotations: { [simulateAnnotation]: 'ImagePullBackOff' } };
      await cluster.client.apply(broken, { fieldManager: 'test', force: true }, signal);
      await eventually(async () => {
        const { updatedReplicas, availableReplicas } = await statusOf(cluster, 'Deployment');
        assert.deepEqual({ updatedReplicas, availableReplicas }, { updatedReplicas: 2, availableReplicas: 3 });
      });
    }));

  test('brings StatefulSets with their claims, DaemonSets and Jobs to their end', () =>
    usingCluster(async (cluster) => {
      const { client } = cluster;
      const claim = {
        metadata: { name: 'data' },
        spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
      };
      await client.create(
        workload('StatefulSet', { replicas: 2, serviceName: 'web', volumeClaimTemplates: [claim] }),
        {},
        signal,
      );
      await client.create(workload('DaemonSet', {}), {}, signal);
      const job = workload('Job', {});
      const { template } = job['spec'] as { template: { spec: object } };
      template.spec = { ...template.spec, restartPolicy: 'Never' };
      await client.create(job, {}, signal);
      await eventually(async () => {
        assert.equal((await statusOf(cluster, 'StatefulSet'))['readyReplicas'], 2);
        assert.equal((await statusOf(cluster, 'DaemonSet'))['numberReady'], 1);
        assert.equal((await statusOf(cluster, 'Job', 'web', 'batch/v1'))['succeeded'], 1);
        assert.equal((await statusOf(cluster, 'PersistentVolumeClaim', 'data-web-1', 'v1'))['phase'], 'Bound');
      });
      const pods = await names(cluster, 'v1', 'Pod');
      assert.deepEqual(
        pods
          .slice(0, 1)
          .concat(pods.filter((name) => /^web-\d$/.test(name)))
          .slice(-2),
        ['web-0', 'web-1'],
      );
    }));

  test('gives Services their addresses and lists the Pods behind them', () =>
    usingCluster(async (cluster) => {
      const { client } = cluster;
      await client.create(workload('Deployment', { replicas: 2 }), {}, signal);
      const service: KubeObject = {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'default' },
        spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80, targetPort: 8080 }] },
      };
      const created = await client.create(service, {}, signal);
      const { clusterIP, ports } = created['spec'] as { clusterIP: string; ports: { nodePort: number }[] };
      assert.match(clusterIP, /^10\.96\./);
      assert.ok((ports[0]?.nodePort ?? 0) >= 30_000);
      await eventually(async () => {
        const { loadBalancer } = await statusOf(cluster, 'Service', 'web', 'v1');
        assert.deepEqual(loadBalancer, { ingress: [{ ip: '127.0.0.1', ipMode: 'VIP' }] });
        const { items } = await client.list(
          { apiVersion: 'discovery.k8s.io/v1', kind: 'EndpointSlice' },
          { namespace: 'default' },
          signal,
        );
        const slice = items.find(({ metadata }) => metadata.labels?.['kubernetes.io/service-name'] === 'web');
        const endpoints = (slice?.['endpoints'] ?? []) as { conditions: { ready: boolean } }[];
        assert.deepEqual(
          endpoints.map(({ conditions }) => conditions.ready),
          [true, true],
        );
      });
    }));

  test('deletes what belongs to a deleted object', () =>
    usingCluster(async (cluster) => {
      await cluster.client.create(workload('Deployment', { replicas: 2 }), {}, signal);
      await eventually(async () => assert.equal((await names(cluster, 'v1', 'Pod')).length, 2));
      const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' };
      await cluster.client.delete(address, { propagationPolicy: 'Foreground' }, signal);
      await eventually(async () => {
        assert.deepEqual(await names(cluster, 'v1', 'Pod'), []);
        assert.deepEqual(await names(cluster, 'apps/v1', 'ReplicaSet'), []);
        assert.deepEqual(await names(cluster, 'apps/v1', 'Deployment'), []);
      });
    }));

  test('empties a namespace that is being deleted, then lets it go', () =>
    usingCluster(async ({ client }) => {
      await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }, {}, signal);
      await client.create(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a', namespace: 'team' } },
        {},
        signal,
      );
      await client.delete({ apiVersion: 'v1', kind: 'Namespace', name: 'team' }, {}, signal);
      await eventually(async () =>
        assert.equal(await client.find({ apiVersion: 'v1', kind: 'Namespace', name: 'team' }, signal), undefined),
      );
      await assert.rejects(
        client.get({ apiVersion: 'v1', kind: 'ConfigMap', namespace: 'team', name: 'a' }, signal),
        (thrown) => thrown instanceof ApiError && thrown.code === 404,
      );
    }));

  test('remembers everything in its data folder, credentials included', async () => {
    const dataFolder = mkdtempSync(join(tmpdir(), 'flux19-cluster-'));
    try {
      let kubeconfig = '';
      await usingCluster(
        async (cluster) => {
          kubeconfig = cluster.kubeconfigFor('https://127.0.0.1:1');
          await cluster.client.create(workload('Deployment', { replicas: 1 }), {}, signal);
          await eventually(async () => assert.equal((await statusOf(cluster, 'Deployment'))['availableReplicas'], 1));
        },
        { dataFolder },
      );
      await usingCluster(
        async (cluster) => {
          assert.equal(cluster.kubeconfigFor('https://127.0.0.1:1'), kubeconfig);
          assert.equal((await statusOf(cluster, 'Deployment'))['availableReplicas'], 1);
          assert.equal((await names(cluster, 'v1', 'Pod')).length, 1);
        },
        { dataFolder },
      );
    } finally {
      rmSync(dataFolder, { recursive: true });
    }
  });
});
