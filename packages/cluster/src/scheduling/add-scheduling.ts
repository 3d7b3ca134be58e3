import type { KubeClient, ObjectCache, SharedCaches } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import { createEventRecorder, type Logger, type Manager } from '@flux19/runtime';
import { nodeName } from '../bootstrap/system-objects.ts';
import type { NodeLedger } from './node-ledger.ts';
import { scheduler, schedulerName, tellScheduled } from './scheduler.ts';
import { taintEviction } from './taint-eviction.ts';

export interface SchedulingOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly clock: Clock;
  readonly log: Logger;
  readonly ledger: NodeLedger;
}

/** Adds to a manager what finds places for Pods and what takes them away. Resolves when the ledger is filled. */
export async function addScheduling(
  manager: Manager,
  { client, caches, clock, log, ledger }: SchedulingOptions,
  signal: AbortSignal,
): Promise<void> {
  const filled = async (kind: string): Promise<ObjectCache> => {
    const { cache } = await caches.acquire({ apiVersion: 'v1', kind }, {}, signal);
    await cache.ready(signal);
    return cache;
  };
  const [nodes, pods, claims] = await Promise.all([filled('Node'), filled('Pod'), filled('PersistentVolumeClaim')]);
  const recorderOf = (controller: string) =>
    createEventRecorder({ client, controller, instance: nodeName, log, clock });
  const recorder = recorderOf('default-scheduler');
  ledger.follow(
    { nodes, pods, claims },
    {
      onRoom: (waiting) => {
        for (const key of waiting) manager.enqueue(schedulerName, key);
      },
      onPlacedAtOnce: (pod) => tellScheduled(recorder, pod),
    },
  );
  manager.add(scheduler({ client, clock, ledger, recorder }));
  manager.add(taintEviction({ client, clock, ledger, recorder: recorderOf('taint-eviction-controller') }));
}
