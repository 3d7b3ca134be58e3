import type { KubeObject } from '@flux19/objects';
import type { PodTemplate } from '../workloads/workload-types.ts';
import { choosesNode } from './node-selection.ts';
import { type PlacedPodSpec, taintsOf } from './scheduling-spec.ts';
import { drivesOut, isTolerated, keepsAway, type Taint, type Toleration } from './tolerations.ts';

const drivenByTrouble = ['not-ready', 'unreachable'];
const keptAwayByTrouble = ['disk-pressure', 'memory-pressure', 'pid-pressure', 'unschedulable'];

/** What Pods of a DaemonSet put up with: what its template says, and trouble of the node, since their place is there. */
export function daemonTolerations({ spec }: PodTemplate): readonly Toleration[] {
  const { tolerations = [], hostNetwork = false } = spec as PlacedPodSpec;
  const added = [
    ...drivenByTrouble.map((trouble) => toleration(trouble, 'NoExecute')),
    ...keptAwayByTrouble.map((trouble) => toleration(trouble, 'NoSchedule')),
    ...(hostNetwork ? [toleration('network-unavailable', 'NoSchedule')] : []),
  ];
  const others = tolerations.filter((own) => !added.some((one) => isSame(own, one)));
  return [...others, ...added];
}

function toleration(trouble: string, effect: Taint['effect']): Toleration {
  return { key: `node.kubernetes.io/${trouble}`, operator: 'Exists', effect };
}

function isSame(one: Toleration, other: Toleration): boolean {
  const value = (toleration: Toleration): string => toleration.value ?? '';
  return (
    one.key === other.key &&
    one.operator === other.operator &&
    one.effect === other.effect &&
    value(one) === value(other)
  );
}

/** Whether a node gets a Pod of a DaemonSet with this template. */
export function takesDaemon(node: KubeObject, template: PodTemplate): boolean {
  return isChosen(node, template) && areTolerated(taintsOf(node).filter(keepsAway), template);
}

/** Whether a Pod of a DaemonSet with this template that runs on a node may stay. */
export function keepsDaemon(node: KubeObject, template: PodTemplate): boolean {
  return isChosen(node, template) && areTolerated(taintsOf(node).filter(drivesOut), template);
}

function isChosen(node: KubeObject, { spec }: PodTemplate): boolean {
  return choosesNode(spec as PlacedPodSpec, node);
}

function areTolerated(taints: readonly Taint[], template: PodTemplate): boolean {
  const tolerations = daemonTolerations(template);
  return taints.every((taint) => isTolerated(taint, tolerations));
}
