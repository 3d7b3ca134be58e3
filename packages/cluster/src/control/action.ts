import { ApiError, addressOf, type KubeClient, type ObjectAddress } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** What a controller tells of an object, as `kubectl describe` shows it. */
export interface EventText {
  readonly type?: 'Normal' | 'Warning';
  readonly reason: string;
  readonly message: string;
}

/** One write that a controller of the cluster wants. */
export type Action = Write & {
  /** What to tell of the object in whose name it is done, given what the API server answered. */
  readonly event?: ((written: KubeObject) => EventText | readonly EventText[]) | undefined;
};

type Write =
  | { readonly do: 'create'; readonly object: KubeObject }
  /** Replaces the object; its resourceVersion guards against lost updates. */
  | { readonly do: 'update'; readonly object: KubeObject }
  /** Replaces the status; the resourceVersion guards against lost updates. */
  | { readonly do: 'status'; readonly object: KubeObject }
  | {
      readonly do: 'delete';
      readonly address: ObjectAddress;
      readonly uid: string | undefined;
      readonly now?: boolean;
    };

/** What a controller wants done for one object, and when to look again even if nothing changes (milliseconds). */
export interface ControlPlan {
  readonly actions: readonly Action[];
  readonly afterMs?: number;
}

/** The action, told of when it is done. */
export function telling(action: Action, event: (written: KubeObject) => EventText | readonly EventText[]): Action {
  return { ...action, event };
}

/** Nothing to do. */
export const settled: ControlPlan = { actions: [] };

export function createObject(object: KubeObject): Action {
  return { do: 'create', object };
}

export function updateObject(object: KubeObject): Action {
  return { do: 'update', object };
}

export function updateStatus(object: KubeObject, status: object): Action {
  return { do: 'status', object: { ...object, status } };
}

/** Deletes exactly this object, not a namesake that replaced it. `now` skips the grace period, as a kubelet does at its end. */
export function deleteObject(object: KubeObject, now: boolean = false): Action {
  return { do: 'delete', address: addressOf(object), uid: object.metadata.uid, now };
}

/**
 * Carries out one action and returns what the API server answered. Losing a race (the object is gone, or somebody else was
 * faster) is no failure: the change that won the race brings the controller back with a fresh view.
 */
export async function carryOut(
  client: KubeClient,
  action: Action,
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  try {
    return await write(client, action, signal);
  } catch (thrown) {
    if (thrown instanceof ApiError && (thrown.code === 404 || thrown.code === 409)) return undefined;
    throw thrown;
  }
}

function write(client: KubeClient, action: Action, signal: AbortSignal): Promise<KubeObject | undefined> {
  switch (action.do) {
    case 'create':
      return client.create(action.object, {}, signal);
    case 'update':
      return client.update(action.object, {}, signal);
    case 'status':
      return client.update(action.object, { subresource: 'status' }, signal);
    case 'delete': {
      const preconditions = action.uid === undefined ? undefined : { uid: action.uid };
      const gracePeriodSeconds = action.now === true ? 0 : undefined;
      return client.delete(
        action.address,
        { preconditions, gracePeriodSeconds, propagationPolicy: 'Background' },
        signal,
      );
    }
  }
}
