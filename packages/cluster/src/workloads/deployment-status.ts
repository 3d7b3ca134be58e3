import type { KubeObject } from '@flux19/objects';
import { timestamp } from '../control/timestamp.ts';
import { tolerance } from './deployment-rollout.ts';
import { replicaFailure } from './replica-failure.ts';
import { type DeploymentSpec, specOf, statusOf } from './workload-types.ts';

interface DeploymentCondition {
  readonly type: string;
  readonly status: 'True' | 'False' | 'Unknown';
  readonly reason: string;
  readonly message: string;
  readonly lastUpdateTime: string;
  readonly lastTransitionTime: string;
}

interface DeploymentStatus {
  readonly observedGeneration: number;
  readonly replicas: number;
  readonly updatedReplicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
  readonly unavailableReplicas: number;
  readonly conditions: readonly DeploymentCondition[];
}

interface ReplicaSetStatus {
  readonly replicas: number;
  readonly readyReplicas: number;
  readonly availableReplicas: number;
}

/** The status that kube-controller-manager would report, given the current and the older ReplicaSets. */
export function deploymentStatus(
  deployment: KubeObject,
  current: KubeObject | undefined,
  old: readonly KubeObject[],
  now: number,
): Partial<DeploymentStatus> & Pick<DeploymentStatus, 'conditions'> {
  const all = current === undefined ? old : [current, ...old];
  const replicas = total(all, 'replicas');
  const ready = total(all, 'readyReplicas');
  const available = total(all, 'availableReplicas');
  const updated = current === undefined ? 0 : total([current], 'replicas');
  const spec = specOf<DeploymentSpec>(deployment);
  const unavailable = Math.max(0, Math.max(spec.replicas ?? 1, replicas) - available);
  const counts = { replicas, updated, available };
  return {
    observedGeneration: deployment.metadata.generation ?? 0,
    ...(replicas > 0 ? { replicas } : {}),
    ...(updated > 0 ? { updatedReplicas: updated } : {}),
    ...(ready > 0 ? { readyReplicas: ready } : {}),
    ...(available > 0 ? { availableReplicas: available } : {}),
    ...(unavailable > 0 ? { unavailableReplicas: unavailable } : {}),
    conditions: conditions(deployment, { current, all }, counts, now),
  };
}

function total(replicaSets: readonly KubeObject[], field: keyof ReplicaSetStatus): number {
  return replicaSets.reduce((count, set) => count + (statusOf<ReplicaSetStatus>(set)[field] ?? 0), 0);
}

interface Counts {
  readonly replicas: number;
  readonly updated: number;
  readonly available: number;
}

interface ReplicaSets {
  readonly current: KubeObject | undefined;
  readonly all: readonly KubeObject[];
}

function conditions(
  deployment: KubeObject,
  { current, all }: ReplicaSets,
  counts: Counts,
  now: number,
): readonly DeploymentCondition[] {
  const previous = statusOf<DeploymentStatus>(deployment).conditions ?? [];
  const stated = [availability(deployment, counts), progress(deployment, current, counts, now), ...failures(all)];
  return stated.map((condition) => {
    const before = previous.find(({ type }) => type === condition.type);
    const isSame = before?.reason === condition.reason && before.message === condition.message;
    if (isSame && before.status === condition.status) return before;
    const time = timestamp(now);
    const lastTransitionTime = before?.status === condition.status ? before.lastTransitionTime : time;
    return { ...condition, lastUpdateTime: time, lastTransitionTime };
  });
}

type Stated = Pick<DeploymentCondition, 'type' | 'status' | 'reason' | 'message'>;

/** The first ReplicaSet whose Pods are not allowed speaks for the Deployment. */
function failures(replicaSets: readonly KubeObject[]): Stated[] {
  const failure = replicaSets.map(replicaFailure).find((one) => one !== undefined);
  if (failure === undefined) return [];
  const { type, status, reason, message } = failure;
  return [{ type, status, reason, message }];
}

function availability(deployment: KubeObject, counts: Counts): Stated {
  const spec = specOf<DeploymentSpec>(deployment);
  const isMet = counts.available >= (spec.replicas ?? 1) - tolerance(spec).unavailable;
  return isMet
    ? {
        type: 'Available',
        status: 'True',
        reason: 'MinimumReplicasAvailable',
        message: 'Deployment has minimum availability.',
      }
    : {
        type: 'Available',
        status: 'False',
        reason: 'MinimumReplicasUnavailable',
        message: 'Deployment does not have minimum availability.',
      };
}

function progress(deployment: KubeObject, current: KubeObject | undefined, counts: Counts, now: number): Stated {
  const spec = specOf<DeploymentSpec>(deployment);
  const name = current?.metadata.name ?? '';
  const wanted = spec.replicas ?? 1;
  const isComplete = counts.updated === wanted && counts.replicas === wanted && counts.available === wanted;
  if (isComplete && current !== undefined) {
    const message = `ReplicaSet "${name}" has successfully progressed.`;
    return { type: 'Progressing', status: 'True', reason: 'NewReplicaSetAvailable', message };
  }
  if (current === undefined) {
    const message = 'waiting for a new replica set';
    return { type: 'Progressing', status: 'True', reason: 'NewReplicaSetCreated', message };
  }
  if (hasTimedOut(deployment, counts, now)) {
    const message = `ReplicaSet "${name}" has timed out progressing.`;
    return { type: 'Progressing', status: 'False', reason: 'ProgressDeadlineExceeded', message };
  }
  return {
    type: 'Progressing',
    status: 'True',
    reason: 'ReplicaSetUpdated',
    message: `ReplicaSet "${name}" is progressing.`,
  };
}

function hasTimedOut(deployment: KubeObject, counts: Counts, now: number): boolean {
  const status = statusOf<DeploymentStatus>(deployment);
  const before = status.conditions?.find(({ type }) => type === 'Progressing');
  if (before === undefined || before.reason === 'NewReplicaSetAvailable') return false;
  if (before.reason === 'ProgressDeadlineExceeded') return true;
  const hasMoved =
    counts.updated !== (status.updatedReplicas ?? 0) || counts.available !== (status.availableReplicas ?? 0);
  return !hasMoved && Date.parse(before.lastUpdateTime) + deadlineMs(deployment) <= now;
}

function deadlineMs(deployment: KubeObject): number {
  return (specOf<DeploymentSpec>(deployment).progressDeadlineSeconds ?? 600) * 1000;
}

/** When a rollout that goes on like this counts as one that makes no progress, in milliseconds from now; undefined when it is over. */
export function untilDeadline(
  deployment: KubeObject,
  { conditions }: { readonly conditions: readonly DeploymentCondition[] },
  now: number,
): number | undefined {
  const progressing = conditions.find(({ type }) => type === 'Progressing');
  const isUnderWay = progressing?.status === 'True' && progressing.reason !== 'NewReplicaSetAvailable';
  return isUnderWay ? Math.max(1, Date.parse(progressing.lastUpdateTime) + deadlineMs(deployment) - now) : undefined;
}
