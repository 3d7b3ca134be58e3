import { CacheIndex, type CacheLease, type ObjectCache, type SelectionOptions, type SharedCaches } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '../logs/logger.ts';
import type { WatchDefinition } from './controller-definition.ts';
import type { ObjectKey } from './object-key.ts';

export interface FollowOptions {
  readonly caches: SharedCaches;
  readonly clock: Clock;
  readonly log: Logger;
}

interface Followed {
  readonly resource: { readonly apiVersion: string; readonly kind: string };
  readonly selection?: SelectionOptions;
}

/** How soon a kind that the server does not know is looked for again: its CustomResourceDefinition may come later. */
const absentKindMs = 10_000;

/** A share in a cache, as soon as the server serves the kind. Rejects only when the signal aborts. */
export async function acquireWhenServed(
  { resource, selection = {} }: Followed,
  { caches, clock, log }: FollowOptions,
  signal: AbortSignal,
): Promise<CacheLease> {
  for (;;) {
    try {
      return await caches.acquire(resource, selection, signal);
    } catch (thrown) {
      signal.throwIfAborted();
      const error = thrown instanceof Error ? thrown.message : String(thrown);
      log.info('waiting for a kind that cannot be watched yet', { ...resource, error });
      await clock.sleep(absentKindMs, signal);
    }
  }
}

/** Turns changes of another resource into keys, until the signal aborts. A kind that does not exist keeps nobody waiting. */
export async function followWatch(
  watch: WatchDefinition,
  own: ObjectCache,
  add: (key: ObjectKey) => void,
  options: FollowOptions,
  signal: AbortSignal,
): Promise<void> {
  const lease = await acquireWhenServed(watch, options, signal).catch(() => undefined);
  if (lease === undefined) return;
  const index = watch.index === undefined ? undefined : new CacheIndex(own, watch.index);
  const lookup = (key: string): readonly KubeObject[] => index?.lookup(key) ?? [];
  const stop = lease.cache.onChange((change) => {
    for (const key of watch.keys(change, own, lookup)) add(key);
  });
  const end = (): void => {
    stop();
    index?.close();
    lease.release();
  };
  if (signal.aborted) end();
  else signal.addEventListener('abort', end, { once: true });
}
