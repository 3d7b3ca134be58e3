import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { type Cluster, ManualClock, nodeName, startCluster } from '@flux19/cluster';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';

const { signal } = new AbortController();
const nodeAddress = { apiVersion: 'v1', kind: 'Node', name: nodeName };

const unschedulable =
  '0/1 nodes are available: 1 node(s) were unschedulable. preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';

function workload(kind: string, spec: object, podSpec: object = {}): KubeObject {
  const labels = { app: 'web' };
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  const template = { metadata: { labels }, spec: { containers, ...podSpec } };
  return {
    apiVersion: 'apps/v1',
    kind,
    metadata: { name: 'web', namespace: 'default' },
    spec: { selector: { matchLabels: labels }, template, ...spec },
  };
}

function pod(name: string, spec: object = {}): KubeObject {
  const containers = [{ name: 'app', image: 'registry.example/app:1' }];
  return { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace: 'default' }, spec: { containers, ...spec } };
}

async function patchNode({ client }: Cluster, spec: object): Promise<void> {
  await client.patch(nodeAddress, { spec } as never, { type: 'merge' }, signal);
}

interface SeenPod {
  readonly name: string;
  readonly phase: string;
  readonly node: string | undefined;
  readonly why: string | undefined;
}

async function pods({ client }: Cluster): Promise<SeenPod[]> {
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' }, signal);
  return items.map((item) => {
    const { phase, conditions = [] } = item['status'] as { phase: string; conditions?: Record<string, string>[] };
    const placed = conditions.find((one) => one['type'] === 'PodScheduled');
    const node = (item['spec'] as { nodeName?: string }).nodeName;
    return { name: item.metadata.name, phase, node, why: placed?.['message'] };
  });
}

async function reasons(cluster: Cluster): Promise<Set<string>> {
  const { items } = await cluster.client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace: 'default' }, signal);
  return new Set(items.map((item) => `${(item['source'] as { component: string }).component}: ${item['reason']}`));
}

suite('scheduling', () => {
  test('holds Pods back while the node is cordoned, and places them when it is not', async () => {
    await using cluster = await startCluster();
    await patchNode(cluster, { unschedulable: true });
    await cluster.settle();
    const { spec } = await cluster.client.get(nodeAddress, signal);
    const { taints } = spec as { taints: { key: string; effect: string }[] };
    assert.deepEqual(
      taints.map(({ key, effect }) => `${key}:${effect}`),
      ['node.kubernetes.io/unschedulable:NoSchedule'],
    );
    await cluster.client.create(workload('Deployment', { replicas: 2 }), {}, signal);
    await cluster.settle();
    for (const { phase, node, why } of await pods(cluster)) {
      assert.deepEqual([phase, node, why], ['Pending', undefined, unschedulable]);
    }
    await eventually(async () => assert.ok((await reasons(cluster)).has('default-scheduler: FailedScheduling')));
    await patchNode(cluster, { unschedulable: false });
    await cluster.settle();
    assert.deepEqual(
      (await pods(cluster)).map(({ phase, node }) => `${phase} on ${node}`),
      [`Running on ${nodeName}`, `Running on ${nodeName}`],
    );
    await eventually(async () => assert.ok((await reasons(cluster)).has('default-scheduler: Scheduled')));
    assert.equal(((await cluster.client.get(nodeAddress, signal))['spec'] as { taints?: unknown }).taints, undefined);
  });

  test('gives away no more than the node has', async () => {
    await using cluster = await startCluster();
    const allocatable = { cpu: '4', memory: '8Gi', pods: '100' };
    const live = await cluster.client.get(nodeAddress, signal);
    const status = { ...(live['status'] as object), allocatable };
    await cluster.client.update({ ...live, status }, { subresource: 'status' }, signal);
    await cluster.settle();
    const containers = [{ name: 'app', image: 'registry.example/app:1', resources: { requests: { cpu: '300m' } } }];
    await cluster.client.create(workload('Deployment', { replicas: 20 }, { containers }), {}, signal);
    await cluster.settle();
    const running = (await pods(cluster)).filter(({ phase }) => phase === 'Running');
    assert.equal(running.length, 13);
    await cluster.client.delete(
      { apiVersion: 'v1', kind: 'Pod', namespace: 'default', name: running[0]?.name ?? '' },
      {},
      signal,
    );
    await cluster.settle();
    assert.equal((await pods(cluster)).filter(({ phase }) => phase === 'Running').length, 13);
  });

  test('drives out what does not tolerate a NoExecute taint, at once or when its time is up', async () => {
    await using cluster = await startCluster({ clock: new ManualClock(Date.UTC(2026, 0, 1)) });
    const { client } = cluster;
    const toleration = { key: 'trouble', operator: 'Exists', effect: 'NoExecute' };
    await client.create(pod('none'), {}, signal);
    await client.create(pod('some', { tolerations: [{ ...toleration, tolerationSeconds: 60 }] }), {}, signal);
    await client.create(pod('all', { tolerations: [toleration] }), {}, signal);
    await cluster.settle();
    const left = async (): Promise<string[]> => (await pods(cluster)).map(({ name }) => name).toSorted();
    await patchNode(cluster, { taints: [{ key: 'trouble', effect: 'NoExecute' }] });
    await cluster.settle();
    assert.deepEqual(await left(), ['all', 'some']);
    await cluster.advance(59_000);
    assert.deepEqual(await left(), ['all', 'some']);
    await cluster.advance(2_000);
    assert.deepEqual(await left(), ['all']);
  });

  test('keeps a taint that somebody has put on the node when the cluster starts again', async () => {
    await using cluster = await startCluster();
    await patchNode(cluster, { taints: [{ key: 'mine', effect: 'NoSchedule' }] });
    await using again = await startCluster({ snapshot: cluster.snapshot() });
    const { spec } = await again.client.get(nodeAddress, signal);
    assert.deepEqual((spec as { taints: unknown }).taints, [{ key: 'mine', effect: 'NoSchedule' }]);
  });

  test('leaves Pods of a DaemonSet on a cordoned node, and takes them off one that drives them out', async () => {
    await using cluster = await startCluster();
    await cluster.client.create(workload('DaemonSet', {}), {}, signal);
    await patchNode(cluster, { unschedulable: true });
    await cluster.settle();
    assert.deepEqual(
      (await pods(cluster)).map(({ phase }) => phase),
      ['Running'],
    );
    await patchNode(cluster, { taints: [{ key: 'trouble', effect: 'NoExecute' }] });
    await cluster.settle();
    assert.deepEqual(await pods(cluster), []);
    const address = { apiVersion: 'apps/v1', kind: 'DaemonSet', namespace: 'default', name: 'web' };
    const { status } = await cluster.client.get(address, signal);
    assert.equal((status as { desiredNumberScheduled: number }).desiredNumberScheduled, 0);
    await patchNode(cluster, { taints: [] });
    await cluster.settle();
    assert.deepEqual(
      (await pods(cluster)).map(({ phase }) => phase),
      ['Running'],
    );
  });

  test('waits for the claims of a Pod', async () => {
    await using cluster = await startCluster();
    const volumes = [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }];
    await cluster.client.create(pod('reader', { volumes }), {}, signal);
    await cluster.settle();
    const [waiting] = await pods(cluster);
    assert.match(waiting?.why ?? '', /^0\/1 nodes are available: persistentvolumeclaim "data" not found\. /);
    const spec = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec,
    };
    await cluster.client.create(claim, {}, signal);
    await cluster.settle();
    assert.deepEqual(
      (await pods(cluster)).map(({ phase }) => phase),
      ['Running'],
    );
  });

  test('holds a Lease for the node, and renews it', async () => {
    await using cluster = await startCluster({ clock: new ManualClock(Date.UTC(2026, 0, 1)) });
    const address = {
      apiVersion: 'coordination.k8s.io/v1',
      kind: 'Lease',
      namespace: 'kube-node-lease',
      name: nodeName,
    };
    const renewed = async () =>
      ((await cluster.client.get(address, signal))['spec'] as { renewTime: string }).renewTime;
    assert.equal(await renewed(), '2026-01-01T00:00:00.000000Z');
    await cluster.settle();
    await cluster.advance(600_000);
    assert.equal(await renewed(), '2026-01-01T00:10:00.000000Z');
  });
});
