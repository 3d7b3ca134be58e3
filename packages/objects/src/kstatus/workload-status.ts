import type { KubeObject } from '../identity/kube-object.ts';
import { statusFromMissingGeneration } from './generic-status.ts';
import { current, failed, inProgress, type ObjectStatus } from './object-status.ts';
import { countAt, reportedConditions, textAt } from './status-fields.ts';

/** The state of a Deployment: Failed once its progress deadline has passed. */
export function deploymentStatus(object: KubeObject): ObjectStatus {
  const conditions = reportedConditions(object);
  const exceeded = conditions.find(
    ({ type, reason }) => type === 'Progressing' && reason === 'ProgressDeadlineExceeded',
  );
  if (exceeded !== undefined) {
    const { conditions: stalled } = failed(exceeded.reason, exceeded.message);
    return { status: 'Failed', message: 'Progress deadline exceeded', conditions: stalled };
  }
  const wanted = countAt(object, 'spec.replicas', 1);
  const replicas = countAt(object, 'status.replicas');
  const updated = countAt(object, 'status.updatedReplicas');
  const available = countAt(object, 'status.availableReplicas');
  const waiting =
    fewer('LessReplicas', 'Replicas', replicas, wanted) ??
    fewer('LessUpdated', 'Updated', updated, wanted) ??
    extraPods(replicas, wanted) ??
    fewer('LessAvailable', 'Available', available, updated) ??
    fewer('LessReady', 'Ready', countAt(object, 'status.readyReplicas'), wanted);
  if (waiting !== undefined) return waiting;
  const isTrue = (kind: string) => conditions.filter(({ type, status }) => type === kind && status === 'True');
  const hasProgressed = isTrue('Progressing').some(({ reason }) => reason === 'NewReplicaSetAvailable');
  if (!hasProgressed && hasProgressDeadline(object)) {
    return inProgress('ReplicaSetNotAvailable', 'ReplicaSet not Available');
  }
  if (isTrue('Available').length === 0) return inProgress('DeploymentNotAvailable', 'Deployment not Available');
  return current(`Deployment is available. Replicas: ${replicas}`);
}

// Without a deadline, which is also written as the largest integer, the controller sets no condition Progressing.
function hasProgressDeadline(object: KubeObject): boolean {
  const unset = 2 ** 31 - 1;
  return countAt(object, 'spec.progressDeadlineSeconds', unset) !== unset;
}

/** The state of a ReplicaSet. */
export function replicaSetStatus(object: KubeObject): ObjectStatus {
  const conditions = reportedConditions(object);
  if (conditions.some(({ type, status }) => type === 'ReplicaFailure' && status === 'True')) {
    return inProgress('ReplicaFailure', 'Replica Failure condition. Check Pods');
  }
  const wanted = countAt(object, 'spec.replicas', 1);
  const replicas = countAt(object, 'status.replicas');
  return (
    fewer('LessLabelled', 'Labelled', countAt(object, 'status.fullyLabeledReplicas'), wanted) ??
    fewer('LessAvailable', 'Available', countAt(object, 'status.availableReplicas'), wanted) ??
    fewer('LessReady', 'Ready', countAt(object, 'status.readyReplicas'), wanted) ??
    extraPods(replicas, wanted) ??
    current(`ReplicaSet is available. Replicas: ${replicas}`)
  );
}

/** The state of a DaemonSet. */
export function daemonSetStatus(object: KubeObject): ObjectStatus {
  const unobserved = statusFromMissingGeneration(object);
  if (unobserved !== undefined) return unobserved;
  const wanted = countAt(object, 'status.desiredNumberScheduled', -1);
  if (wanted === -1) return inProgress('NoDesiredNumber', 'Missing .status.desiredNumberScheduled');
  return (
    fewer('LessCurrent', 'Current', countAt(object, 'status.currentNumberScheduled'), wanted) ??
    fewer('LessUpdated', 'Updated', countAt(object, 'status.updatedNumberScheduled'), wanted) ??
    fewer('LessAvailable', 'Available', countAt(object, 'status.numberAvailable'), wanted) ??
    fewer('LessReady', 'Ready', countAt(object, 'status.numberReady'), wanted) ??
    current(`All replicas scheduled as expected. Replicas: ${wanted}`)
  );
}

/** The state of a StatefulSet. Its controller sets no conditions, so that it never is Failed. */
export function statefulSetStatus(object: KubeObject): ObjectStatus {
  if (textAt(object, 'spec.updateStrategy.type') === 'OnDelete') {
    return current('StatefulSet is using the ondelete update strategy');
  }
  const wanted = countAt(object, 'spec.replicas', 1);
  const replicas = countAt(object, 'status.replicas');
  const partition = countAt(object, 'spec.updateStrategy.rollingUpdate.partition', -1);
  return (
    fewer('LessReplicas', 'Replicas', replicas, wanted) ??
    fewer('LessReady', 'Ready', countAt(object, 'status.readyReplicas'), wanted) ??
    extraPods(replicas, wanted) ??
    (partition === -1 ? rolloutStatus(object, wanted, replicas) : partitionStatus(object, wanted - partition))
  );
}

function partitionStatus(object: KubeObject, wanted: number): ObjectStatus {
  const updated = countAt(object, 'status.updatedReplicas');
  return (
    fewer('PartitionRollout', 'updated', updated, wanted) ?? current(`Partition rollout complete. updated: ${updated}`)
  );
}

function rolloutStatus(object: KubeObject, wanted: number, replicas: number): ObjectStatus {
  const waiting = fewer('LessCurrent', 'current', countAt(object, 'status.currentReplicas'), wanted);
  if (waiting !== undefined) return waiting;
  if (textAt(object, 'status.currentRevision') !== textAt(object, 'status.updateRevision')) {
    return inProgress('RevisionMismatch', 'Waiting for updated revision to match current');
  }
  return current(`All replicas scheduled as expected. Replicas: ${replicas}`);
}

function fewer(reason: string, label: string, actual: number, wanted: number): ObjectStatus | undefined {
  return actual < wanted ? inProgress(reason, `${label}: ${actual}/${wanted}`) : undefined;
}

function extraPods(actual: number, wanted: number): ObjectStatus | undefined {
  return actual > wanted ? inProgress('ExtraPods', `Pending termination: ${actual - wanted}`) : undefined;
}
