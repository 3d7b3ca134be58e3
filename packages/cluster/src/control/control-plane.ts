import { ApiError, type KubeClient, type ObjectCache, type SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import {
  type ControllerDefinition,
  createEventRecorder,
  type EventRecorder,
  keyOf,
  type Logger,
  type Manager,
  type ObjectKey,
} from '@flux19/runtime';
import { nodeName } from '../bootstrap/system-objects.ts';
import { type Action, carryOut, type EventText } from './action.ts';
import { ClusterView } from './cluster-view.ts';
import { type ControlledKind, controlledKinds } from './controlled-kinds.ts';
import type { ClusterController } from './controller.ts';

/** What is not allowed now may be later: a quota is raised, a policy taken away. */
const refusedRetryMs = 10_000;
const refusals: ReadonlySet<number> = new Set([403, 422]);

/** Name under which the controllers of the cluster write, as in managedFields. */
const fieldManager = 'kube-controller-manager';

export interface ControlPlaneOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly clock: Clock;
  readonly controllers: readonly ClusterController[];
  readonly log: Logger;
}

/** Adds the cluster's controllers to a manager. Resolves when every cache they read has been filled. */
export async function addControlPlane(
  manager: Manager,
  options: ControlPlaneOptions,
  signal: AbortSignal,
): Promise<ClusterView> {
  const { controllers, caches } = options;
  const kinds = new Set(controllers.flatMap(({ kind, watches = [] }) => [kind, ...watches.map((watch) => watch.kind)]));
  const leases = [...kinds].map(async (kind): Promise<[ControlledKind, ObjectCache]> => {
    const { cache } = await caches.acquire({ apiVersion: controlledKinds[kind], kind }, {}, signal);
    return [kind, cache];
  });
  const view = new ClusterView(new Map(await Promise.all(leases)));
  for (const [n, controller] of controllers.entries()) manager.add(definition(controller, n, view, options));
  return view;
}

function definition(
  controller: ClusterController,
  n: number,
  view: ClusterView,
  { client, clock, log }: ControlPlaneOptions,
): ControllerDefinition {
  const { kind, component, watches = [] } = controller;
  const recorder = createEventRecorder({ client, controller: component, instance: nodeName, log, clock });
  return {
    name: `${kind.toLowerCase()}-${n}`,
    resource: { apiVersion: controlledKinds[kind], kind },
    fieldManager,
    isTrigger: () => true,
    watches: watches.map((watch) => ({
      resource: { apiVersion: controlledKinds[watch.kind], kind: watch.kind },
      keys: ({ object }) => watch.toKeys?.(object, view) ?? controllerKeys(object, kind),
    })),
    async reconcile(key, signal) {
      const object = view.get(kind, key.namespace, key.name);
      if (object === undefined) return {};
      const { actions, afterMs } = controller.plan(object, { view, now: clock.now() });
      for (const action of actions) {
        const written = await carryOut(client, action, signal).catch(refusedCreation(action));
        if (typeof written === 'string') {
          record(recorder, object, [failedCreate(written)]);
          const told = controller.afterRefusal?.(object, written, { view, now: clock.now() }) ?? [];
          for (const telling of told) await carryOut(client, telling, signal);
          return { requeueAfterMs: refusedRetryMs };
        }
        if (written !== undefined) view.remember(written);
        tell(recorder, object, action, written);
      }
      return { requeueAfterMs: afterMs };
    },
  };
}

function failedCreate(why: string): EventText {
  return { type: 'Warning', reason: 'FailedCreate', message: `Error creating: ${why}` };
}

function tell(recorder: EventRecorder, object: KubeObject, action: Action, written: KubeObject | undefined): void {
  const told = written ?? (action.do === 'delete' ? object : undefined);
  if (told !== undefined && action.event !== undefined) record(recorder, object, [action.event(told)].flat());
}

/** Why a creation was not allowed: by a quota, a policy, Pod Security. What is at fault otherwise stays a fault. */
function refusedCreation(action: Action): (thrown: unknown) => string {
  return (thrown) => {
    if (action.do === 'create' && thrown instanceof ApiError && refusals.has(thrown.code)) return thrown.message;
    throw thrown;
  };
}

function record(recorder: EventRecorder, object: KubeObject, events: readonly EventText[]): void {
  for (const { type = 'Normal', reason, message } of events) recorder.record({ object, type, reason, message });
}

function controllerKeys(object: Parameters<typeof keyOf>[0], kind: ControlledKind): ObjectKey[] {
  const owner = object.metadata.ownerReferences?.find(
    (reference) => reference.controller === true && reference.kind === kind,
  );
  return owner === undefined ? [] : [{ ...keyOf(object), name: owner.name }];
}
