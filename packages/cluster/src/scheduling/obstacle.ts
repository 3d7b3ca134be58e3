import type { KubeObject } from '@flux19/objects';
import { collide, type HostPort, hostPortsOf } from './host-ports.ts';
import { choosesNode } from './node-selection.ts';
import { type ResourceAmounts, requestsOf } from './resource-amounts.ts';
import { type NodeSpec, type PlacedPodSpec, placedSpecOf, taintsOf } from './scheduling-spec.ts';
import { isTolerated, keepsAway, type Taint } from './tolerations.ts';

/** What a node has to give, and what the Pods on it have taken. */
export interface NodeUse {
  /** Without the resources that the node does not speak of. */
  readonly allocatable: ResourceAmounts;
  readonly pods: number;
  readonly requests: ResourceAmounts;
  readonly hostPorts: readonly HostPort[];
}

/** Why a Pod cannot come to a node, in the scheduler's words. */
export interface Obstacle {
  readonly kind: /** It cannot go to any node now, whatever the nodes are like. */
    | 'pod'
    /** Its claims have yet to be bound to volumes. */
    | 'claims'
    /** It cannot come to this node, and would not if all others left it. */
    | 'node'
    /** There is no room for it on the node. */
    | 'room';
  readonly reasons: readonly string[];
}

const cordon: Taint = { key: 'node.kubernetes.io/unschedulable', effect: 'NoSchedule' };

/**
 * The first thing that keeps a Pod from a node, in the order in which kube-scheduler of Kubernetes 1.37 looks; undefined when nothing does.
 * @param claim finds a claim in the namespace of the Pod
 */
export function findObstacle(
  pod: KubeObject,
  node: KubeObject,
  use: NodeUse,
  claim: (name: string) => KubeObject | undefined,
): Obstacle | undefined {
  const spec = placedSpecOf(pod);
  return claimObstacle(spec, claim) ?? nodeObstacle(spec, node) ?? roomObstacle(pod, spec, use);
}

function claimObstacle(
  { volumes = [] }: PlacedPodSpec,
  find: (name: string) => KubeObject | undefined,
): Obstacle | undefined {
  const names = volumes.flatMap(({ persistentVolumeClaim: claim }) => (claim === undefined ? [] : [claim.claimName]));
  if (names.length === 0) return undefined;
  const claims = names.map((name) => ({ name, claim: find(name) }));
  for (const { name, claim } of claims) {
    if (claim === undefined) return { kind: 'pod', reasons: [`persistentvolumeclaim "${name}" not found`] };
    if (claim.metadata.deletionTimestamp !== undefined) {
      return { kind: 'pod', reasons: [`persistentvolumeclaim "${name}" is being deleted`] };
    }
  }
  if (claims.every(({ claim }) => isBound(claim))) return undefined;
  return { kind: 'claims', reasons: ['pod has unbound immediate PersistentVolumeClaims'] };
}

function isBound(claim: KubeObject | undefined): boolean {
  return (claim?.['status'] as { phase?: string } | undefined)?.phase === 'Bound';
}

function nodeObstacle(spec: PlacedPodSpec, node: KubeObject): Obstacle | undefined {
  const { tolerations = [] } = spec;
  const { unschedulable = false } = (node['spec'] ?? {}) as NodeSpec;
  if (unschedulable && !isTolerated(cordon, tolerations)) return unfit('node(s) were unschedulable');
  const isRepelled = taintsOf(node).some((taint) => keepsAway(taint) && !isTolerated(taint, tolerations));
  if (isRepelled) return unfit('node(s) had untolerated taint(s)');
  return choosesNode(spec, node) ? undefined : unfit("node(s) didn't match Pod's node affinity/selector");
}

function unfit(reason: string): Obstacle {
  return { kind: 'node', reasons: [reason] };
}

function roomObstacle(
  pod: KubeObject,
  spec: PlacedPodSpec,
  { allocatable, pods, requests: used, hostPorts }: NodeUse,
): Obstacle | undefined {
  const ports = hostPortsOf(spec);
  if (ports.some((port) => hostPorts.some((taken) => collide(port, taken)))) {
    return { kind: 'room', reasons: ["node(s) didn't have free ports for the requested pod ports"] };
  }
  const short = [...requestsOf(pod)].flatMap(([name, asked]) => {
    const has = allocatable.get(name);
    return has === undefined || asked === 0 || asked + (used.get(name) ?? 0) <= has ? [] : [{ name, asked, has }];
  });
  const reasons = short.map(({ name }) => `Insufficient ${name}`);
  if (pods + 1 > (allocatable.get('pods') ?? Number.POSITIVE_INFINITY)) reasons.push('Too many pods');
  if (reasons.length === 0) return undefined;
  return { kind: short.some(({ asked, has }) => asked > has) ? 'node' : 'room', reasons };
}
