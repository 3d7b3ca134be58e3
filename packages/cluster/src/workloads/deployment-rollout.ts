import type { KubeObject } from '@flux19/objects';
import { type DeploymentSpec, type ReplicaSetSpec, specOf, statusOf } from './workload-types.ts';

/** How many replicas a rollout may have above, and miss below, the number asked for. */
export interface Tolerance {
  readonly surge: number;
  readonly unavailable: number;
}

/** One ReplicaSet as the arithmetic of a rollout sees it. */
export interface ReplicaCount {
  readonly wanted: number;
  readonly available: number;
}

export function replicaCount(replicaSet: KubeObject): ReplicaCount {
  const status = statusOf<{ availableReplicas: number }>(replicaSet);
  return { wanted: specOf<ReplicaSetSpec>(replicaSet).replicas ?? 0, available: status.availableReplicas ?? 0 };
}

/** Resolves maxSurge (rounded up) and maxUnavailable (rounded down); both zero would never move, so one may then be missing. */
export function tolerance(spec: DeploymentSpec): Tolerance {
  const replicas = spec.replicas ?? 1;
  const { maxSurge = '25%', maxUnavailable = '25%' } = spec.strategy?.rollingUpdate ?? {};
  const surge = resolve(maxSurge, replicas, Math.ceil);
  const unavailable = resolve(maxUnavailable, replicas, Math.floor);
  return surge === 0 && unavailable === 0 ? { surge: 0, unavailable: 1 } : { surge, unavailable };
}

function resolve(value: number | string, replicas: number, round: (value: number) => number): number {
  if (typeof value === 'number') return value;
  return round((Number.parseInt(value, 10) * replicas) / 100);
}

/** How many replicas the new ReplicaSet should have next. */
export function scaleUp(
  replicas: number,
  current: ReplicaCount,
  old: readonly ReplicaCount[],
  allowed: Tolerance,
): number {
  if (current.wanted >= replicas) return replicas;
  const total = current.wanted + sum(old.map((set) => set.wanted));
  const room = Math.max(0, replicas + allowed.surge - total);
  return Math.min(replicas, current.wanted + room);
}

/** How many replicas each old ReplicaSet should have next: those that are not available go first, then the oldest. */
export function scaleDown(
  replicas: number,
  current: ReplicaCount,
  old: readonly ReplicaCount[],
  allowed: Tolerance,
): readonly number[] {
  const minAvailable = replicas - allowed.unavailable;
  const total = current.wanted + sum(old.map((set) => set.wanted));
  const pending = current.wanted - Math.min(current.available, current.wanted);
  let removable = Math.max(0, total - minAvailable - pending);
  const healthy = old.map((set) => {
    const unhealthy = Math.min(removable, Math.max(0, set.wanted - set.available));
    removable -= unhealthy;
    return set.wanted - unhealthy;
  });
  const available = current.available + sum(old.map((set) => Math.min(set.available, set.wanted)));
  let spare = Math.min(removable, Math.max(0, available - minAvailable));
  return healthy.map((wanted) => {
    const fewer = Math.min(spare, wanted);
    spare -= fewer;
    return wanted - fewer;
  });
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
