import { deepEqual, type KubeObject } from '@flux19/objects';
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
import { isActive, isAvailable, isReady, nextAvailability, readySince } from './pod-readiness.ts';
import { podFromTemplate } from './pod-template.ts';
import { failedCreation, type ReplicaFailure, replicaFailure } from './replica-failure.ts';
import { type PodSpec, type ReplicaSetSpec, specOf } from './workload-types.ts';

/** Most Pods that one pass makes, as kube-controller-manager's burst. */
const burst = 500;

/** Keeps as many Pods as a ReplicaSet asks for. */
export const replicaSetController: ClusterController = {
  kind: 'ReplicaSet',
  component: 'replicaset-controller',
  watches: [{ kind: 'Pod' }],
  plan: planReplicaSet,
  afterRefusal: planAfterRefusal,
};

function planReplicaSet(replicaSet: KubeObject, { view, now }: Observation): ControlPlan {
  if (replicaSet.metadata.deletionTimestamp !== undefined) return settled;
  const adopted = adopt(replicaSet, 'Pod', view);
  if (adopted.length > 0) return { actions: adopted };
  const spec = specOf<ReplicaSetSpec>(replicaSet);
  const pods = view.controlledBy(replicaSet, 'Pod').filter(isActive);
  const actions: Action[] = [...scale(replicaSet, pods)];
  const minReadySeconds = spec.minReadySeconds ?? 0;
  // Whether Pods that are missing can be made again is not known yet.
  const failure = isMissing(replicaSet, pods) ? replicaFailure(replicaSet) : undefined;
  const status = replicaSetStatus(replicaSet, pods, failure, now);
  if (!deepEqual(replicaSet['status'], status)) actions.push(updateStatus(replicaSet, status));
  const afterMs = nextAvailability(pods, minReadySeconds, now);
  return { actions, ...(afterMs === undefined ? {} : { afterMs }) };
}

function planAfterRefusal(replicaSet: KubeObject, why: string, { view, now }: Observation): readonly Action[] {
  const pods = view.controlledBy(replicaSet, 'Pod').filter(isActive);
  const failure = replicaFailure(replicaSet) ?? failedCreation(why, now);
  const status = replicaSetStatus(replicaSet, pods, failure, now);
  return deepEqual(replicaSet['status'], status) ? [] : [updateStatus(replicaSet, status)];
}

function isMissing(replicaSet: KubeObject, pods: readonly KubeObject[]): boolean {
  return pods.length < (specOf<ReplicaSetSpec>(replicaSet).replicas ?? 1);
}

function scale(replicaSet: KubeObject, pods: readonly KubeObject[]): Action[] {
  const { replicas = 1, template } = specOf<ReplicaSetSpec>(replicaSet);
  const missing = Math.min(replicas - pods.length, burst);
  if (missing > 0) {
    const generateName = `${replicaSet.metadata.name}-`;
    return Array.from({ length: missing }, () =>
      telling(createObject(podFromTemplate(replicaSet, template, { generateName })), createdPod),
    );
  }
  return leastNeededFirst(pods)
    .slice(0, -missing)
    .map((pod) => telling(deleteObject(pod), () => deletedPod(pod)));
}

/** The order in which Pods go: unscheduled, then not ready, then the youngest. */
function leastNeededFirst(pods: readonly KubeObject[]): readonly KubeObject[] {
  const rank = (pod: KubeObject): number => {
    if (specOf<PodSpec>(pod).nodeName === undefined) return 0;
    return isReady(pod) ? 2 : 1;
  };
  return pods.toSorted((a, b) => rank(a) - rank(b) || (readySince(b) ?? 0) - (readySince(a) ?? 0));
}

function replicaSetStatus(
  replicaSet: KubeObject,
  pods: readonly KubeObject[],
  failure: ReplicaFailure | undefined,
  now: number,
): object {
  const { minReadySeconds = 0 } = specOf<ReplicaSetSpec>(replicaSet);
  const ready = pods.filter(isReady).length;
  const available = pods.filter((pod) => isAvailable(pod, minReadySeconds, now)).length;
  return {
    replicas: pods.length,
    ...(pods.length > 0 ? { fullyLabeledReplicas: pods.length } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    observedGeneration: replicaSet.metadata.generation ?? 0,
    ...(failure === undefined ? {} : { conditions: [failure] }),
  };
}
