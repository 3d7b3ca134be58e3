import type { KubeObject } from '@flux19/objects';
import { type PodStatus, statusOf } from './workload-types.ts';

/** True for a Pod whose Ready condition is True. */
export function isReady(pod: KubeObject): boolean {
  return readySince(pod) !== undefined;
}

/** When the Pod became ready, milliseconds since the Unix epoch; undefined while it is not. */
export function readySince(pod: KubeObject): number | undefined {
  const ready = statusOf<PodStatus>(pod).conditions?.find((condition) => condition.type === 'Ready');
  return ready?.status === 'True' ? Date.parse(ready.lastTransitionTime ?? '') || 0 : undefined;
}

/** True when the Pod has been ready for as long as its workload asks. */
export function isAvailable(pod: KubeObject, minReadySeconds: number, now: number): boolean {
  const since = readySince(pod);
  return since !== undefined && since + minReadySeconds * 1000 <= now;
}

/** True for a Pod that neither ended nor is being deleted: the ones that count as replicas. */
export function isActive(pod: KubeObject): boolean {
  const { phase } = statusOf<PodStatus>(pod);
  return phase !== 'Succeeded' && phase !== 'Failed' && pod.metadata.deletionTimestamp === undefined;
}

/** Milliseconds until the next ready Pod counts as available; undefined when none is waiting. */
export function nextAvailability(
  pods: readonly KubeObject[],
  minReadySeconds: number,
  now: number,
): number | undefined {
  const waits = pods
    .map((pod) => (readySince(pod) ?? Number.NEGATIVE_INFINITY) + minReadySeconds * 1000 - now)
    .filter((ms) => ms > 0);
  return waits.length === 0 ? undefined : Math.min(...waits);
}
