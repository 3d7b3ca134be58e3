import { deepEqual, type KubeObject } from '@flux19/objects';
import { type ControlPlan, settled, updateStatus } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { timestamp } from '../control/timestamp.ts';
import { isActive, isReady } from '../workloads/pod-readiness.ts';
import { specOf, statusOf } from '../workloads/workload-types.ts';

interface DisruptionBudgetSpec {
  readonly selector?: object;
  readonly minAvailable?: number | string;
  readonly maxUnavailable?: number | string;
}

interface DisruptionBudgetStatus {
  readonly conditions: readonly { readonly status: string; readonly lastTransitionTime: string }[];
}

/** Reports how many Pods a PodDisruptionBudget covers and how many may go. */
export const disruptionBudgetController: ClusterController = {
  kind: 'PodDisruptionBudget',
  component: 'controllermanager',
  watches: [
    {
      kind: 'Pod',
      toKeys: (pod, view) =>
        view
          .list('PodDisruptionBudget', pod.metadata.namespace)
          .map(({ metadata }) => ({ namespace: metadata.namespace ?? '', name: metadata.name })),
    },
  ],
  plan: planDisruptionBudget,
};

function planDisruptionBudget(budget: KubeObject, { view, now }: Observation): ControlPlan {
  const spec = specOf<DisruptionBudgetSpec>(budget);
  const pods = view.select('Pod', budget.metadata.namespace ?? '', spec.selector ?? {}).filter(isActive);
  const currentHealthy = pods.filter(isReady).length;
  const desiredHealthy = desired(spec, pods.length);
  const disruptionsAllowed = Math.max(0, currentHealthy - desiredHealthy);
  const status = {
    conditions: [allowance(budget, disruptionsAllowed, now)],
    currentHealthy,
    desiredHealthy,
    disruptionsAllowed,
    expectedPods: pods.length,
    observedGeneration: budget.metadata.generation ?? 0,
  };
  return deepEqual(budget['status'], status) ? settled : { actions: [updateStatus(budget, status)] };
}

function desired({ minAvailable, maxUnavailable }: DisruptionBudgetSpec, pods: number): number {
  const resolve = (value: number | string): number =>
    typeof value === 'number' ? value : Math.ceil((Number.parseInt(value, 10) * pods) / 100);
  if (maxUnavailable !== undefined) return Math.max(0, pods - resolve(maxUnavailable));
  return resolve(minAvailable ?? 1);
}

function allowance(budget: KubeObject, disruptionsAllowed: number, now: number): object {
  const status = disruptionsAllowed > 0 ? 'True' : 'False';
  const [before] = statusOf<DisruptionBudgetStatus>(budget).conditions ?? [];
  const time = timestamp(now);
  return {
    type: 'DisruptionAllowed',
    status,
    reason: disruptionsAllowed > 0 ? 'SufficientPods' : 'InsufficientPods',
    message: '',
    lastTransitionTime: before?.status === status ? before.lastTransitionTime : time,
    observedGeneration: budget.metadata.generation ?? 0,
  };
}
