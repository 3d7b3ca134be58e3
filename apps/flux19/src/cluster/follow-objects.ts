import { ConnectionError, hasReason, type KubeClient, type SelectionOptions } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';

/** One state of an object that is being followed. */
export interface ObjectChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly object: KubeObject;
}

export interface FollowOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly resource: { readonly apiVersion: string; readonly kind: string };
  readonly selection: SelectionOptions;
}

/** How long to leave an API server alone that broke off. */
const reconnectMs = 500;

/**
 * Yields the objects of a selection as they are, and then every change, until the signal aborts: throws its reason.
 * Survives watches that end, stall or fall too far behind; throws what the first list throws.
 */
export async function* followObjects(options: FollowOptions, signal: AbortSignal): AsyncGenerator<ObjectChange> {
  const known = new Map<string, KubeObject>();
  let isConnected = false;
  for (;;) {
    try {
      const resourceVersion = yield* readAll(options, known, signal);
      isConnected = true;
      yield* watchOnce(options, resourceVersion, known, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      if (!isConnected || !isPassing(thrown)) throw thrown;
      await options.clock.sleep(reconnectMs, signal);
    }
    signal.throwIfAborted();
  }
}

/** A list; yields what differs from what is known. */
async function* readAll(
  { client, resource, selection }: FollowOptions,
  known: Map<string, KubeObject>,
  signal: AbortSignal,
): AsyncGenerator<ObjectChange, string> {
  const { items, resourceVersion } = await client.list(resource, selection, signal);
  const present = new Set(items.map(keyOf));
  for (const [key, object] of known) {
    if (present.has(key)) continue;
    known.delete(key);
    yield { type: 'DELETED', object };
  }
  for (const object of items) {
    const before = known.get(keyOf(object));
    if (before?.metadata.resourceVersion === object.metadata.resourceVersion) continue;
    known.set(keyOf(object), object);
    yield { type: before === undefined ? 'ADDED' : 'MODIFIED', object };
  }
  return resourceVersion;
}

/** The watch that continues a list, until it ends. */
async function* watchOnce(
  { client, resource, selection }: FollowOptions,
  resourceVersion: string,
  known: Map<string, KubeObject>,
  signal: AbortSignal,
): AsyncGenerator<ObjectChange> {
  for await (const event of client.watch(resource, { ...selection, resourceVersion }, signal)) {
    if (event.type === 'BOOKMARK') continue;
    if (event.type === 'DELETED') known.delete(keyOf(event.object));
    else known.set(keyOf(event.object), event.object);
    yield event;
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/** Failures of a watch after which it is right to begin again. */
function isPassing(thrown: unknown): boolean {
  return thrown instanceof ConnectionError || ['Expired', 'Gone', 'TooManyRequests'].some((r) => hasReason(thrown, r));
}
