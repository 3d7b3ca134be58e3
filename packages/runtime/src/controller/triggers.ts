import type { CacheChange } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** Asks for a pass; its value is an opaque token. */
export const requestedAtAnnotation = 'reconcile.fluxcd.io/requestedAt';

/** The token of the request to reconcile, if the object carries one. */
export function requestedAt(object: KubeObject): string | undefined {
  return object.metadata.annotations?.[requestedAtAnnotation];
}

/** Flux: a new object, a new generation, a new value of requestedAt, or a deletion starts a pass. */
export function isReconcileTrigger(change: CacheChange): boolean {
  const { previous, object } = change;
  if (change.type === 'DELETED' || previous === undefined) return true;
  return (
    previous.metadata.generation !== object.metadata.generation ||
    previous.metadata.uid !== object.metadata.uid ||
    requestedAt(previous) !== requestedAt(object) ||
    previous.metadata.deletionTimestamp !== object.metadata.deletionTimestamp
  );
}

/** True for `spec.suspend: true`. */
export function isSuspended(object: KubeObject): boolean {
  const spec = object['spec'];
  return typeof spec === 'object' && spec !== null && 'suspend' in spec && spec.suspend === true;
}

/** Spreads an interval by ± `percent` (5 when absent), as Flux's `--interval-jitter-percentage`. */
export function jitterInterval(intervalMs: number, random: () => number, percent = 5): number {
  return intervalMs * (1 + ((random() * 2 - 1) * percent) / 100);
}
