import { addressOf, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { ControllerDefinition, EventRecorder } from '@flux19/runtime';
import { carryOut, createObject, updateStatus } from '../control/action.ts';
import { timestamp } from '../control/timestamp.ts';
import { statusOf } from '../workloads/workload-types.ts';
import { awaitsPlace, type NodeLedger } from './node-ledger.ts';
import type { Obstacle } from './obstacle.ts';
import { placedSpecOf } from './scheduling-spec.ts';
import { noNodes, unschedulableMessage } from './unschedulable-message.ts';

/** Name of the controller in the manager: for which the Pods that wait are enqueued when there is room. */
export const schedulerName = 'scheduler';

/** Claims are bound in a moment: not worth a word about a Pod that came together with them. */
const claimPatienceMs = 1_000;

/** The condition `PodScheduled`. */
interface Scheduled {
  readonly type: string;
  readonly status: string;
  readonly lastProbeTime?: null;
  readonly lastTransitionTime?: string;
  readonly observedGeneration?: number;
  readonly reason?: string;
  readonly message?: string;
}

export interface SchedulerOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly ledger: NodeLedger;
  readonly recorder: EventRecorder;
}

/** Stands in for kube-scheduler: gives the Pods that admission could not place to the node, or says why they cannot go there. */
export function scheduler(options: SchedulerOptions): ControllerDefinition {
  const { clock, ledger } = options;
  return {
    name: schedulerName,
    resource: { apiVersion: 'v1', kind: 'Pod' },
    fieldManager: 'kube-scheduler',
    // One Pod after the other, or two would get the same place.
    concurrency: 1,
    isTrigger: ({ object }) => awaitsPlace(object),
    watches: [
      {
        resource: { apiVersion: 'v1', kind: 'PersistentVolumeClaim' },
        keys: ({ object }) => ledger.waiting.filter(({ namespace }) => namespace === object.metadata.namespace),
      },
    ],
    async reconcile(_key, signal, { object: pod, cache }) {
      if (!awaitsPlace(pod)) return {};
      const { node } = ledger;
      const obstacle = node && ledger.lookAt(pod, node);
      if (obstacle?.kind === 'claims' && isNew(pod, clock.now())) return { requeueAfterMs: claimPatienceMs };
      const written =
        node !== undefined && obstacle === undefined
          ? await place(options, pod, node, signal)
          : await refuse(options, pod, whyNot(pod, obstacle), signal);
      if (written !== undefined) cache.remember(written);
      return {};
    },
  };
}

/** Tells of a Pod that has come to a node. */
export function tellScheduled(recorder: EventRecorder, pod: KubeObject): void {
  const { namespace, name } = pod.metadata;
  const message = `Successfully assigned ${namespace}/${name} to ${placedSpecOf(pod).nodeName}`;
  recorder.record({ object: pod, type: 'Normal', reason: 'Scheduled', message });
}

async function place(
  { client, recorder }: SchedulerOptions,
  pod: KubeObject,
  node: KubeObject,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const { namespace = '', name, uid } = pod.metadata;
  const binding: KubeObject = {
    apiVersion: 'v1',
    kind: 'Binding',
    metadata: { namespace, name, ...(uid === undefined ? {} : { uid }) },
    target: { apiVersion: 'v1', kind: 'Node', name: node.metadata.name },
  };
  if ((await carryOut(client, createObject(binding), signal)) === undefined) return undefined;
  const bound = await client.find(addressOf(pod), signal);
  if (bound !== undefined) tellScheduled(recorder, bound);
  return bound;
}

function isNew({ metadata }: KubeObject, now: number): boolean {
  return now < Date.parse(metadata.creationTimestamp ?? '') + claimPatienceMs;
}

function whyNot(pod: KubeObject, obstacle: Obstacle | undefined): string {
  return obstacle === undefined ? noNodes : unschedulableMessage(obstacle, placedSpecOf(pod).preemptionPolicy);
}

async function refuse(
  { client, clock, recorder }: SchedulerOptions,
  pod: KubeObject,
  message: string,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const status = statusOf<{ readonly conditions: readonly Scheduled[] }>(pod);
  const before = status.conditions?.find(({ type }) => type === 'PodScheduled');
  if (before?.reason === 'Unschedulable' && before.message === message) return undefined;
  recorder.record({ object: pod, type: 'Warning', reason: 'FailedScheduling', message });
  const condition: Scheduled = {
    type: 'PodScheduled',
    status: 'False',
    lastProbeTime: null,
    lastTransitionTime: (before?.status === 'False' && before.lastTransitionTime) || timestamp(clock.now()),
    ...(pod.metadata.generation === undefined ? {} : { observedGeneration: pod.metadata.generation }),
    reason: 'Unschedulable',
    message,
  };
  const others = (status.conditions ?? []).filter(({ type }) => type !== 'PodScheduled');
  return await carryOut(client, updateStatus(pod, { ...status, conditions: [...others, condition] }), signal);
}
