import { addressOf, type CacheChange, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import { type ControllerDefinition, type EventRecorder, keyOf, type ObjectKey } from '@flux19/runtime';
import { carryOut, deleteObject, updateStatus } from '../control/action.ts';
import { timestamp } from '../control/timestamp.ts';
import { isActive } from '../workloads/pod-readiness.ts';
import { statusOf } from '../workloads/workload-types.ts';
import type { NodeLedger } from './node-ledger.ts';
import { placedSpecOf, taintsOf } from './scheduling-spec.ts';
import { drivesOut, type Taint, toleratedSeconds } from './tolerations.ts';

export interface TaintEvictionOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly ledger: NodeLedger;
  readonly recorder: EventRecorder;
}

const nothing: readonly Taint[] = [];

/** Sends Pods away from a node with NoExecute taints that they do not tolerate, or no longer. */
export function taintEviction(options: TaintEvictionOptions): ControllerDefinition {
  const { clock, ledger } = options;
  /** Since when Pods have put up with what the node has, milliseconds. */
  const since = new Map<string, number>();
  const taints = (): readonly Taint[] => (ledger.node === undefined ? nothing : drivingOut(ledger.node));
  return {
    name: 'taint-eviction',
    resource: { apiVersion: 'v1', kind: 'Pod' },
    fieldManager: 'kube-controller-manager',
    isTrigger: () => taints().length > 0,
    watches: [
      {
        resource: { apiVersion: 'v1', kind: 'Node' },
        keys: (change, pods) => (concerns(change) ? pods.list().map(keyOf) : []),
      },
    ],
    forget: (key) => since.delete(idOf(key)),
    async reconcile(key, signal, { object: pod }) {
      const seconds = isOnNode(pod, ledger.node)
        ? toleratedSeconds(taints(), placedSpecOf(pod).tolerations ?? [])
        : Infinity;
      if (seconds === Number.POSITIVE_INFINITY) {
        since.delete(idOf(key));
        return {};
      }
      const began = since.get(idOf(key)) ?? clock.now();
      since.set(idOf(key), began);
      const leftMs = began + seconds * 1000 - clock.now();
      if (leftMs > 0) return { requeueAfterMs: leftMs };
      await evict(options, pod, signal);
      return {};
    },
  };
}

function idOf({ namespace, name }: ObjectKey): string {
  return `${namespace}/${name}`;
}

function drivingOut(node: KubeObject): readonly Taint[] {
  return taintsOf(node).filter(drivesOut);
}

function concerns({ object, previous }: CacheChange): boolean {
  return drivingOut(object).length > 0 || (previous !== undefined && drivingOut(previous).length > 0);
}

function isOnNode(pod: KubeObject, node: KubeObject | undefined): boolean {
  return isActive(pod) && node !== undefined && placedSpecOf(pod).nodeName === node.metadata.name;
}

async function evict(
  { client, clock, recorder }: TaintEvictionOptions,
  pod: KubeObject,
  signal: AbortSignal,
): Promise<void> {
  const { namespace, name } = pod.metadata;
  const message = `Marking for deletion Pod ${namespace}/${name}`;
  recorder.record({ object: pod, type: 'Normal', reason: 'TaintManagerEviction', message });
  // As it is now: another controller may just have written it.
  const current = await client.find(addressOf(pod), signal);
  if (current === undefined || current.metadata.uid !== pod.metadata.uid) return;
  await carryOut(client, updateStatus(current, disrupted(current, clock.now())), signal);
  await carryOut(client, deleteObject(pod), signal);
}

function disrupted(pod: KubeObject, now: number): object {
  const status = statusOf<{ readonly conditions: readonly { readonly type: string }[] }>(pod);
  const others = (status.conditions ?? []).filter(({ type }) => type !== 'DisruptionTarget');
  const condition = {
    type: 'DisruptionTarget',
    status: 'True',
    lastProbeTime: null,
    lastTransitionTime: timestamp(now),
    reason: 'DeletionByTaintManager',
    message: 'Taint manager: deleting due to NoExecute taint',
  };
  return { ...status, conditions: [...others, condition] };
}
