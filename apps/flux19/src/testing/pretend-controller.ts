import type { KubeClient } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { systemClock } from '@flux19/ports';
import { followObjects } from '../cluster/follow-objects.ts';
import { isSuspended, statusOf } from '../kinds/flux-kind.ts';

/** How a pass over an object ends. */
export interface PretendOutcome {
  readonly ready: 'True' | 'False';
  readonly reason: string;
  readonly message: string;
  /** Fields of the status besides the conditions. */
  readonly status?: Readonly<Record<string, unknown>>;
}

/** Does what controllers do to the status of a kind, without doing anything else, until the signal aborts. */
export async function runPretendController(
  client: KubeClient,
  resource: { readonly apiVersion: string; readonly kind: string },
  outcomeOf: (object: KubeObject) => PretendOutcome,
  signal: AbortSignal,
): Promise<void> {
  try {
    for await (const { type, object } of followObjects(
      { client, clock: systemClock, resource, selection: {} },
      signal,
    )) {
      if (type === 'DELETED' || isSuspended(object) || isHandled(object)) continue;
      await writeStatus(client, object, outcomeOf(object), signal);
    }
  } catch (thrown) {
    if (!signal.aborted) throw thrown;
  }
}

const requestedAt = 'reconcile.fluxcd.io/requestedAt';

function isHandled(object: KubeObject): boolean {
  const { observedGeneration, lastHandledReconcileAt } = statusOf(object);
  return (
    observedGeneration === object.metadata.generation &&
    lastHandledReconcileAt === object.metadata.annotations?.[requestedAt]
  );
}

async function writeStatus(
  client: KubeClient,
  object: KubeObject,
  outcome: PretendOutcome,
  signal: AbortSignal,
): Promise<void> {
  const { ready, reason, message, status = {} } = outcome;
  const { generation = 1, name, namespace, annotations = {} } = object.metadata;
  const condition: Condition = {
    type: 'Ready',
    status: ready,
    reason,
    message,
    lastTransitionTime: '2026-01-01T00:00:00Z',
    observedGeneration: generation,
  };
  const lastHandled = annotations[requestedAt];
  const patch = {
    status: {
      ...status,
      conditions: [{ ...condition }],
      observedGeneration: generation,
      ...(lastHandled === undefined ? {} : { lastHandledReconcileAt: lastHandled }),
    },
  };
  const address = { apiVersion: object.apiVersion, kind: object.kind, namespace, name };
  await client.patch(address, patch as never, { type: 'merge', subresource: 'status' }, signal);
}
