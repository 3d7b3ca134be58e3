import { deepEqual, type KubeObject } from '@flux19/objects';
import { keyOf } from '@flux19/runtime';
import {
  type Action,
  type ControlPlan,
  createObject,
  deleteObject,
  settled,
  telling,
  updateStatus,
} from '../control/action.ts';
import { adopt } from '../control/adopt.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { daemonTolerations, keepsDaemon, takesDaemon } from '../scheduling/daemon-nodes.ts';
import { createdPod, deletedPod } from './pod-events.ts';
import { isActive, isAvailable, isReady, nextAvailability } from './pod-readiness.ts';
import { podFromTemplate, templateHash } from './pod-template.ts';
import { type DaemonSetSpec, type PodSpec, specOf } from './workload-types.ts';

const revisionLabel = 'controller-revision-hash';

/** Keeps one Pod of a DaemonSet on every node. */
export const daemonSetController: ClusterController = {
  kind: 'DaemonSet',
  component: 'daemonset-controller',
  watches: [{ kind: 'Pod' }, { kind: 'Node', toKeys: (_node, view) => view.list('DaemonSet').map(keyOf) }],
  plan: planDaemonSet,
};

function planDaemonSet(set: KubeObject, { view, now }: Observation): ControlPlan {
  if (set.metadata.deletionTimestamp !== undefined) return settled;
  const adopted = adopt(set, 'Pod', view);
  if (adopted.length > 0) return { actions: adopted };
  const spec = specOf<DaemonSetSpec>(set);
  const hash = templateHash(spec.template);
  const nodes = view.list('Node');
  const taking = nodes.filter((node) => takesDaemon(node, spec.template)).map(({ metadata }) => metadata.name);
  const keeping = nodes.filter((node) => keepsDaemon(node, spec.template)).map(({ metadata }) => metadata.name);
  const pods = view.controlledBy(set, 'Pod');
  const active = pods.filter(isActive);
  const actions = [...cover(set, spec, { taking, keeping }, pods, hash), ...replaceOutdated(spec, active, hash)];
  const status = daemonSetStatus(set, taking, active, hash, now);
  if (!deepEqual(set['status'], status)) actions.push(updateStatus(set, status));
  const afterMs = nextAvailability(active, spec.minReadySeconds ?? 0, now);
  return { actions, ...(afterMs === undefined ? {} : { afterMs }) };
}

/** Names of the nodes that a Pod of the set comes to, and of those that it does not have to leave. */
interface DaemonNodes {
  readonly taking: readonly string[];
  readonly keeping: readonly string[];
}

function nodeOf(pod: KubeObject): string | undefined {
  return specOf<PodSpec>(pod).nodeName;
}

function cover(
  set: KubeObject,
  { template }: DaemonSetSpec,
  { taking, keeping }: DaemonNodes,
  pods: readonly KubeObject[],
  hash: string,
): Action[] {
  const uncovered = taking.filter((node) => !pods.some((pod) => nodeOf(pod) === node));
  const generateName = `${set.metadata.name}-`;
  const labels = { [revisionLabel]: hash };
  const tolerations = daemonTolerations(template);
  const created = uncovered.map((nodeName) =>
    podFromTemplate(set, template, { generateName, labels, spec: { nodeName, tolerations } }),
  );
  const misplaced = pods.filter((pod) => isActive(pod) && !keeping.includes(nodeOf(pod) ?? ''));
  return [
    ...created.map((pod) => telling(createObject(pod), createdPod)),
    ...misplaced.map((pod) => telling(deleteObject(pod), () => deletedPod(pod))),
  ];
}

function replaceOutdated(spec: DaemonSetSpec, active: readonly KubeObject[], hash: string): Action[] {
  if (spec.updateStrategy?.type === 'OnDelete') return [];
  const outdated = active.find((pod) => pod.metadata.labels?.[revisionLabel] !== hash);
  return outdated === undefined ? [] : [deleteObject(outdated)];
}

function daemonSetStatus(
  set: KubeObject,
  taking: readonly string[],
  active: readonly KubeObject[],
  hash: string,
  now: number,
): object {
  const { minReadySeconds = 0 } = specOf<DaemonSetSpec>(set);
  const desired = taking.length;
  const placed = active.filter((pod) => taking.includes(nodeOf(pod) ?? ''));
  const available = placed.filter((pod) => isAvailable(pod, minReadySeconds, now)).length;
  const unavailable = desired - available;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    desiredNumberScheduled: desired,
    currentNumberScheduled: placed.length,
    numberMisscheduled: active.length - placed.length,
    numberReady: placed.filter(isReady).length,
    updatedNumberScheduled: placed.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
  };
}
