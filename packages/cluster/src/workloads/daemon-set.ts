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
  const nodes = view.list('Node').map((node) => node.metadata.name);
  const pods = view.controlledBy(set, 'Pod');
  const active = pods.filter(isActive);
  const actions = [...cover(set, spec, nodes, pods, hash), ...replaceOutdated(spec, active, hash)];
  const status = daemonSetStatus(set, nodes.length, active, hash, now);
  if (!deepEqual(set['status'], status)) actions.push(updateStatus(set, status));
  const afterMs = nextAvailability(active, spec.minReadySeconds ?? 0, now);
  return { actions, ...(afterMs === undefined ? {} : { afterMs }) };
}

function nodeOf(pod: KubeObject): string | undefined {
  return specOf<PodSpec>(pod).nodeName;
}

function cover(
  set: KubeObject,
  { template }: DaemonSetSpec,
  nodes: readonly string[],
  pods: readonly KubeObject[],
  hash: string,
): Action[] {
  const uncovered = nodes.filter((node) => !pods.some((pod) => nodeOf(pod) === node));
  const generateName = `${set.metadata.name}-`;
  const labels = { [revisionLabel]: hash };
  const created = uncovered.map((nodeName) =>
    podFromTemplate(set, template, { generateName, labels, spec: { nodeName } }),
  );
  const misplaced = pods.filter((pod) => isActive(pod) && !nodes.includes(nodeOf(pod) ?? ''));
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
  desired: number,
  active: readonly KubeObject[],
  hash: string,
  now: number,
): object {
  const { minReadySeconds = 0 } = specOf<DaemonSetSpec>(set);
  const available = active.filter((pod) => isAvailable(pod, minReadySeconds, now)).length;
  const unavailable = desired - available;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    desiredNumberScheduled: desired,
    currentNumberScheduled: active.length,
    numberMisscheduled: 0,
    numberReady: active.filter(isReady).length,
    updatedNumberScheduled: active.filter((pod) => pod.metadata.labels?.[revisionLabel] === hash).length,
    ...(available > 0 ? { numberAvailable: available } : {}),
    ...(unavailable > 0 ? { numberUnavailable: unavailable } : {}),
  };
}
