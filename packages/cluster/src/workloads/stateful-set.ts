import { deepEqual, type KubeObject } from '@flux19/objects';
import {
  type Action,
  type ControlPlan,
  createObject,
  deleteObject,
  type EventText,
  settled,
  telling,
  updateStatus,
} from '../control/action.ts';
import { adopt } from '../control/adopt.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { isActive, isAvailable, isReady, nextAvailability } from './pod-readiness.ts';
import { podFromTemplate, templateHash } from './pod-template.ts';
import { type StatefulSetSpec, specOf, statusOf } from './workload-types.ts';

const revisionLabel = 'controller-revision-hash';

/** Keeps the numbered Pods of a StatefulSet, one after the other, with a volume claim for each. */
export const statefulSetController: ClusterController = {
  kind: 'StatefulSet',
  component: 'statefulset-controller',
  watches: [{ kind: 'Pod' }],
  plan: planStatefulSet,
};

interface StatefulSetStatus {
  readonly currentRevision: string;
}

interface Replicas {
  readonly set: KubeObject;
  readonly spec: StatefulSetSpec;
  /** Name of the revision that the template has now. */
  readonly revision: string;
  readonly pods: readonly KubeObject[];
  readonly seen: Observation;
}

function planStatefulSet(set: KubeObject, seen: Observation): ControlPlan {
  if (set.metadata.deletionTimestamp !== undefined) return settled;
  const adopted = adopt(set, 'Pod', seen.view);
  if (adopted.length > 0) return { actions: adopted };
  const spec = specOf<StatefulSetSpec>(set);
  const revision = `${set.metadata.name}-${templateHash(spec.template)}`;
  const pods = seen.view.controlledBy(set, 'Pod').toSorted((a, b) => ordinal(a) - ordinal(b));
  const replicas: Replicas = { set, spec, revision, pods, seen };
  const actions = nextSteps(replicas);
  const status = statefulSetStatus(replicas);
  if (!deepEqual(set['status'], status)) actions.push(updateStatus(set, status));
  const afterMs = nextAvailability(pods, spec.minReadySeconds ?? 0, seen.now);
  return { actions, ...(afterMs === undefined ? {} : { afterMs }) };
}

function ordinal(pod: KubeObject): number {
  return Number(/-(\d+)$/.exec(pod.metadata.name)?.[1] ?? 0);
}

/** Creation comes first, then removal of surplus Pods, then replacement of outdated ones: each only when the one before is done. */
function nextSteps(replicas: Replicas): Action[] {
  const created = missingPods(replicas);
  if (created.length > 0) return created;
  const { spec, pods } = replicas;
  const isOrdered = spec.podManagementPolicy !== 'Parallel';
  if (isOrdered && pods.some((pod) => !isActive(pod) || !isReady(pod))) return replaceOutdated(replicas, true);
  const first = spec.ordinals?.start ?? 0;
  const surplus = pods
    .filter((pod) => ordinal(pod) < first || ordinal(pod) >= first + (spec.replicas ?? 1))
    .toReversed();
  if (surplus.length > 0) return surplus.slice(0, isOrdered ? 1 : surplus.length).map((pod) => deleteObject(pod));
  return replaceOutdated(replicas, false);
}

function missingPods({ set, spec, revision, pods }: Replicas): Action[] {
  const first = spec.ordinals?.start ?? 0;
  const names = Array.from({ length: spec.replicas ?? 1 }, (_, i) => `${set.metadata.name}-${first + i}`);
  const actions: Action[] = [];
  for (const name of names) {
    const pod = pods.find((candidate) => candidate.metadata.name === name);
    if (pod === undefined) actions.push(...newPod(set, spec, revision, name));
    const isHeldUp = pod === undefined || !isReady(pod);
    if (isHeldUp && spec.podManagementPolicy !== 'Parallel') return actions;
  }
  return actions;
}

function newPod(set: KubeObject, spec: StatefulSetSpec, revision: string, name: string): Action[] {
  const claims = spec.volumeClaimTemplates ?? [];
  const labels = { [revisionLabel]: revision, 'statefulset.kubernetes.io/pod-name': name };
  const volumes = claims.map((claim) => ({
    name: claim.metadata.name,
    persistentVolumeClaim: { claimName: `${claim.metadata.name}-${name}` },
  }));
  const template = spec.template.spec as { volumes?: readonly object[] };
  const overrides = {
    hostname: name,
    ...(spec.serviceName === undefined ? {} : { subdomain: spec.serviceName }),
    ...(volumes.length === 0 ? {} : { volumes: [...(template.volumes ?? []), ...volumes] }),
  };
  const pod = podFromTemplate(set, spec.template, { name, labels, spec: overrides });
  return [
    ...claims.map((claim) => createObject(volumeClaim(set, claim, name))),
    telling(createObject(pod), () => created(set, name)),
  ];
}

function created(set: KubeObject, pod: string): EventText {
  const message = `create Pod ${pod} in StatefulSet ${set.metadata.name} successful`;
  return { reason: 'SuccessfulCreate', message };
}

type ClaimTemplate = NonNullable<StatefulSetSpec['volumeClaimTemplates']>[number];

function volumeClaim(set: KubeObject, claim: ClaimTemplate, pod: string): KubeObject {
  const { matchLabels = {} } = specOf<StatefulSetSpec>(set).selector as { matchLabels?: Record<string, string> };
  const metadata = {
    name: `${claim.metadata.name}-${pod}`,
    namespace: set.metadata.namespace ?? '',
    labels: { ...claim.metadata.labels, ...matchLabels },
  };
  return { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata, spec: claim.spec };
}

/** Deletes outdated Pods from the highest number down, one at a time; they come back with the new template. */
function replaceOutdated({ spec, revision, pods }: Replicas, isDisturbed: boolean): Action[] {
  if (spec.updateStrategy?.type === 'OnDelete') return [];
  const partition = spec.updateStrategy?.rollingUpdate?.partition ?? 0;
  const outdated = pods
    .filter((pod) => pod.metadata.labels?.[revisionLabel] !== revision && ordinal(pod) >= partition)
    .toReversed();
  // A Pod that never becomes ready may be replaced as well: it would block its own repair otherwise.
  const next = isDisturbed ? outdated.find((pod) => isActive(pod) && !isReady(pod)) : outdated[0];
  return next === undefined ? [] : [deleteObject(next)];
}

function statefulSetStatus({ set, spec, revision, pods, seen }: Replicas): object {
  const active = pods.filter(isActive);
  const updated = active.filter((pod) => pod.metadata.labels?.[revisionLabel] === revision).length;
  const replicas = spec.replicas ?? 1;
  const isRolledOut = updated === replicas && active.length === replicas && active.every(isReady);
  const currentRevision = isRolledOut ? revision : (statusOf<StatefulSetStatus>(set).currentRevision ?? revision);
  const current = active.filter((pod) => pod.metadata.labels?.[revisionLabel] === currentRevision).length;
  return {
    observedGeneration: set.metadata.generation ?? 0,
    replicas: active.length,
    readyReplicas: active.filter(isReady).length,
    availableReplicas: active.filter((pod) => isAvailable(pod, spec.minReadySeconds ?? 0, seen.now)).length,
    currentReplicas: current,
    updatedReplicas: updated,
    currentRevision,
    updateRevision: revision,
    collisionCount: 0,
  };
}
