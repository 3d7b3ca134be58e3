import type { KubeClient } from '@flux19/kube';
import { deepEqual, type KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { type ControllerDefinition, keyOf, type ObjectKey } from '@flux19/runtime';
import { carryOut, deleteObject, updateStatus } from '../control/action.ts';
import { type PodSpec, specOf } from '../workloads/workload-types.ts';
import type { PodRuntime } from './pod-runtime.ts';
import { runningPodStatus } from './running-pod-status.ts';

/** Name of the controller in the manager: what `wake` has to enqueue for. */
export const processPodsName = 'process-pods';

export interface ProcessPodsOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly runtime: PodRuntime;
  /** Starts a pass over a Pod. */
  readonly wake: (key: ObjectKey) => void;
}

/** Stands in for the kubelet where Pods are processes: starts them, reports how they are, and ends them. */
export function processPods({ client, clock, runtime, wake }: ProcessPodsOptions): ControllerDefinition {
  const remove = async (pod: KubeObject, signal: AbortSignal): Promise<void> => {
    await runtime.stop(pod);
    await carryOut(client, deleteObject(pod, true), signal);
  };
  return {
    name: processPodsName,
    resource: { apiVersion: 'v1', kind: 'Pod' },
    fieldManager: 'kubelet',
    isTrigger: () => true,
    concurrency: 16,
    async reconcile(key, signal, { object: pod, cache }) {
      if (!runtime.takes(pod) || specOf<PodSpec>(pod).nodeName === undefined) return {};
      if (pod.metadata.deletionTimestamp !== undefined) {
        await remove(pod, signal);
        return {};
      }
      const state = runtime.run(pod, () => wake(keyOf(pod)));
      const status = runningPodStatus(pod, state, clock.now());
      if (deepEqual(pod['status'], status)) return {};
      const written = await carryOut(client, updateStatus(pod, status), signal);
      if (written === undefined) wake(key);
      else cache.remember(written);
      return {};
    },
  };
}
