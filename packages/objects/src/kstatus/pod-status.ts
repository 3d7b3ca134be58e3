import type { KubeObject } from '../identity/kube-object.ts';
import { current, failed, inProgress, type ObjectStatus } from './object-status.ts';
import { fieldAt, listAt, reportedConditions, textAt } from './status-fields.ts';

const scheduleWindowMs = 15_000;

/** The state of a Pod. `now` is in milliseconds since 1970; without it a Pod is never too old to be scheduled. */
export function podStatus(object: KubeObject, now?: number): ObjectStatus {
  const phase = textAt(object, 'status.phase');
  switch (phase) {
    case 'Succeeded':
      return current('Pod has completed successfully');
    case 'Failed':
      return current('Pod has completed, but not successfully');
    case 'Running':
      return runningStatus(object);
    case 'Pending':
      return pendingStatus(object, now);
    case '':
      return inProgress('PodNotObserved', 'Pod phase not available');
    default:
      return { status: 'Unknown', message: `unknown phase ${phase}`, conditions: [] };
  }
}

function runningStatus(object: KubeObject): ObjectStatus {
  if (reportedConditions(object).some(({ type, status }) => type === 'Ready' && status === 'True')) {
    return current('Pod is Ready');
  }
  const crashing = listAt(object, 'status.containerStatuses')
    .filter((container) => textAt(container, 'state.waiting.reason') === 'CrashLoopBackOff')
    .map((container) => textAt(container, 'name'));
  if (crashing.length === 0) return inProgress('PodRunningNotReady', 'Pod is running but is not Ready');
  return failed('ContainerCrashLooping', `Containers in CrashLoop state: ${crashing.join(',')}`);
}

function pendingStatus(object: KubeObject, now: number | undefined): ObjectStatus {
  const scheduled = reportedConditions(object).find(
    ({ type, status }) => type === 'PodScheduled' && status === 'False',
  );
  if (scheduled?.reason !== 'Unschedulable') return inProgress('PodPending', 'Pod is in the Pending phase');
  if (now === undefined || now - scheduleWindowMs < createdAt(object)) {
    return inProgress('PodNotScheduled', 'Pod has not been scheduled');
  }
  return failed('PodUnschedulable', 'Pod could not be scheduled');
}

function createdAt(object: KubeObject): number {
  const created = fieldAt(object, 'metadata.creationTimestamp');
  return typeof created === 'string' ? Date.parse(created) : Number.NEGATIVE_INFINITY;
}
