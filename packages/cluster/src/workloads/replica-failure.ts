import type { KubeObject } from '@flux19/objects';
import { timestamp } from '../control/timestamp.ts';
import { statusOf } from './workload-types.ts';

/** The condition of a ReplicaSet whose Pods are not allowed: by a quota, a policy, Pod Security. */
export interface ReplicaFailure {
  readonly type: 'ReplicaFailure';
  readonly status: 'True';
  readonly reason: 'FailedCreate';
  readonly message: string;
  readonly lastTransitionTime: string;
}

interface Conditions {
  readonly conditions: readonly (ReplicaFailure | { readonly type: string })[];
}

/** The condition that a ReplicaSet has. Kubernetes leaves it as it was first told until it is over. */
export function replicaFailure(replicaSet: KubeObject): ReplicaFailure | undefined {
  const { conditions = [] } = statusOf<Conditions>(replicaSet);
  return conditions.find((one): one is ReplicaFailure => one.type === 'ReplicaFailure');
}

/** The condition of a ReplicaSet to which the API server said why it makes no Pod. */
export function failedCreation(why: string, now: number): ReplicaFailure {
  const lastTransitionTime = timestamp(now);
  return { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: why, lastTransitionTime };
}
