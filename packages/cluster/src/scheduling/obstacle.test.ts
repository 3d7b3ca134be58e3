import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { collide, hostPortsOf } from './host-ports.ts';
import { findObstacle, type NodeUse } from './obstacle.ts';
import { allocatableOf, requestsOf } from './resource-amounts.ts';
import { unschedulableMessage } from './unschedulable-message.ts';

const unhelpful = 'preemption: 0/1 nodes are available: 1 Preemption is not helpful for scheduling.';
const noVictims = 'preemption: 0/1 nodes are available: 1 No preemption victims found for incoming pod.';
const unused: Omit<NodeUse, 'allocatable'> = { pods: 0, requests: new Map(), hostPorts: [] };

function podWith(spec: object, container: object = {}): KubeObject {
  const containers = [{ name: 'app', image: 'registry.example/app:1', ...container }];
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: 'web', namespace: 'default' },
    spec: { containers, ...spec },
  };
}

function asking(requests: Readonly<Record<string, string>>): KubeObject {
  return podWith({}, { resources: { requests } });
}

function nodeWith(spec: object): KubeObject {
  const allocatable = { cpu: '2', memory: '1Gi', pods: '2' };
  return { apiVersion: 'v1', kind: 'Node', metadata: { name: 'one' }, spec, status: { allocatable } };
}

interface Situation {
  readonly node?: object;
  readonly use?: Partial<NodeUse>;
  readonly claims?: Readonly<Record<string, KubeObject>>;
}

function said(pod: KubeObject, { node = {}, use = {}, claims = {} }: Situation = {}): string | undefined {
  const one = nodeWith(node);
  const taken = { ...unused, allocatable: allocatableOf(one), ...use };
  const obstacle = findObstacle(pod, one, taken, (name) => claims[name]);
  return obstacle && unschedulableMessage(obstacle, (pod['spec'] as { preemptionPolicy?: string }).preemptionPolicy);
}

function claim(phase: string, deletionTimestamp?: string): KubeObject {
  const metadata = { name: 'data', ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }) };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, status: { phase } };
}

suite('findObstacle', () => {
  test('finds nothing on a node that is free', () => {
    assert.equal(said(asking({ cpu: '2', memory: '1Gi' })), undefined);
  });

  test('keeps Pods from a cordoned node, unless they tolerate that', () => {
    const cordoned = { unschedulable: true };
    const message = `0/1 nodes are available: 1 node(s) were unschedulable. ${unhelpful}`;
    assert.equal(said(podWith({}), { node: cordoned }), message);
    const tolerations = [{ key: 'node.kubernetes.io/unschedulable', operator: 'Exists', effect: 'NoSchedule' }];
    assert.equal(said(podWith({ tolerations }), { node: cordoned }), undefined);
  });

  test('keeps Pods from taints that they do not tolerate, save those that only discourage', () => {
    const tainted = (effect: string) => ({ taints: [{ key: 'gpu', effect }] });
    const message = `0/1 nodes are available: 1 node(s) had untolerated taint(s). ${unhelpful}`;
    assert.equal(said(podWith({}), { node: tainted('NoSchedule') }), message);
    assert.equal(said(podWith({}), { node: tainted('NoExecute') }), message);
    assert.equal(said(podWith({}), { node: tainted('PreferNoSchedule') }), undefined);
    assert.equal(said(podWith({ tolerations: [{ operator: 'Exists' }] }), { node: tainted('NoExecute') }), undefined);
  });

  test('keeps Pods from a node that they do not choose', () => {
    const message = `0/1 nodes are available: 1 node(s) didn't match Pod's node affinity/selector. ${unhelpful}`;
    assert.equal(said(podWith({ nodeSelector: { disk: 'ssd' } })), message);
  });

  test('counts what others have taken', () => {
    const use = { requests: new Map([['cpu', 1500]]), pods: 1 };
    assert.equal(said(asking({ cpu: '500m' }), { use }), undefined);
    assert.equal(said(asking({ cpu: '501m' }), { use }), `0/1 nodes are available: 1 Insufficient cpu. ${noVictims}`);
    const full = { ...use, pods: 2 };
    const both = '0/1 nodes are available: 1 Insufficient cpu, 1 Too many pods.';
    assert.equal(said(asking({ cpu: '501m' }), { use: full }), `${both} ${noVictims}`);
    assert.equal(said(podWith({}), { use: full }), `0/1 nodes are available: 1 Too many pods. ${noVictims}`);
  });

  test('says that no eviction helps a Pod that is larger than the node', () => {
    assert.equal(said(asking({ cpu: '3' })), `0/1 nodes are available: 1 Insufficient cpu. ${unhelpful}`);
  });

  test('ignores resources of which the node says nothing', () => {
    assert.equal(said(asking({ 'example.com/gpu': '1', 'ephemeral-storage': '1Ti' })), undefined);
  });

  test('gives a port of the node once', () => {
    const pod = podWith({}, { ports: [{ containerPort: 80, hostPort: 8080 }] });
    const message = "0/1 nodes are available: 1 node(s) didn't have free ports for the requested pod ports.";
    const taken = [{ port: 8080, protocol: 'TCP', address: '10.0.0.1' }];
    assert.equal(said(pod, { use: { hostPorts: taken } }), `${message} ${noVictims}`);
    assert.equal(said(pod, { use: { hostPorts: [{ port: 8080, protocol: 'UDP', address: '0.0.0.0' }] } }), undefined);
  });

  test('waits for claims before it looks at the node', () => {
    const pod = podWith({ volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'data' } }] });
    const start = '0/1 nodes are available:';
    const node = { unschedulable: true };
    assert.equal(said(pod, { node }), `${start} persistentvolumeclaim "data" not found. ${unhelpful}`);
    const going = { data: claim('Bound', '2026-01-01T00:00:00Z') };
    assert.equal(said(pod, { claims: going }), `${start} persistentvolumeclaim "data" is being deleted. ${unhelpful}`);
    const unbound = `${start} pod has unbound immediate PersistentVolumeClaims. ${unhelpful}`;
    assert.equal(said(pod, { claims: { data: claim('Pending') } }), unbound);
    assert.equal(said(pod, { claims: { data: claim('Bound') } }), undefined);
  });

  test('tells of Pods that may not drive out others', () => {
    const message =
      '0/1 nodes are available: 1 node(s) were unschedulable. preemption: not eligible due to preemptionPolicy=Never.';
    assert.equal(said(podWith({ preemptionPolicy: 'Never' }), { node: { unschedulable: true } }), message);
  });
});

suite('requestsOf', () => {
  test('adds containers, sidecars and overhead, and takes the larger of what starting and running need', () => {
    const resources = (cpu: string) => ({ resources: { requests: { cpu } } });
    const pod = podWith(
      {
        initContainers: [
          { name: 'sidecar', restartPolicy: 'Always', ...resources('100m') },
          { name: 'first', ...resources('1') },
        ],
        overhead: { memory: '16Mi' },
      },
      resources('250m'),
    );
    assert.deepEqual(
      [...requestsOf(pod)],
      [
        ['cpu', 1100],
        ['memory', 16 * 2 ** 20],
      ],
    );
  });
});

suite('hostPortsOf', () => {
  test('reads the ports of containers and sidecars that are ports of the node', () => {
    const ports = [{ hostPort: 53, protocol: 'UDP', hostIP: '10.0.0.1' }, { hostPort: 0 }];
    const sidecar = { restartPolicy: 'Always', ports: [{ hostPort: 9 }] };
    assert.deepEqual(
      hostPortsOf({ containers: [{ ports }], initContainers: [sidecar, { ports: [{ hostPort: 1 }] }] }),
      [
        { port: 53, protocol: 'UDP', address: '10.0.0.1' },
        { port: 9, protocol: 'TCP', address: '0.0.0.0' },
      ],
    );
  });

  test('collide where address, protocol and number are the same, or one has all addresses', () => {
    const at = (address: string) => ({ port: 80, protocol: 'TCP', address });
    assert.equal(collide(at('10.0.0.1'), at('10.0.0.2')), false);
    assert.equal(collide(at('10.0.0.1'), at('10.0.0.1')), true);
    assert.equal(collide(at('10.0.0.1'), at('0.0.0.0')), true);
  });
});
