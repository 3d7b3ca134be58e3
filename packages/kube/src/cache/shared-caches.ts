import { type Clock, systemClock } from '@flux19/ports';
import type { KubeClient, SelectionOptions } from '../client/kube-client.ts';
import type { ResourceMapping, ResourceSelector } from '../discovery/resource-mapping.ts';
import type { CacheHealth } from './cache-change.ts';
import { ObjectCache } from './object-cache.ts';
import { selectionKey } from './selection.ts';

/** A share in a cache. The last one to release it stops the watch, after a while. */
export interface CacheLease {
  readonly cache: ObjectCache;
  release(): void;
}

export interface SharedCachesOptions {
  readonly client: KubeClient;
  /** Ends every cache. */
  readonly signal: AbortSignal;
  readonly clock?: Clock;
  readonly random?: () => number;
  /** How long a cache that nobody uses goes on, in case somebody comes back. Default 60 000. */
  readonly lingerMs?: number;
}

interface Shared {
  readonly cache: ObjectCache;
  readonly aborter: AbortController;
  users: number;
  /** Grows with each change of `users`: tells whether anybody came or went in the meantime. */
  turn: number;
}

/** One cache per resource, namespace and selector, started by the first who asks. */
export class SharedCaches {
  readonly client: KubeClient;
  readonly #options: SharedCachesOptions;
  readonly #clock: Clock;
  readonly #shared = new Map<string, Shared>();

  constructor(options: SharedCachesOptions) {
    this.client = options.client;
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
  }

  /** Resolves the resource and starts its cache; does not wait for the first list (see `ObjectCache.ready`). */
  async acquire(resource: ResourceSelector, selection: SelectionOptions, signal: AbortSignal): Promise<CacheLease> {
    return this.share(await this.client.mapping(resource, signal), selection);
  }

  /** Like `acquire`, for a resource that is already resolved. */
  share(mapping: ResourceMapping, selection: SelectionOptions): CacheLease {
    this.#options.signal.throwIfAborted();
    const key = `${mapping.resource}.${mapping.version}.${mapping.group}|${selectionKey(selection)}`;
    const shared = this.#shared.get(key) ?? this.#start(mapping, selection);
    this.#shared.set(key, shared);
    shared.users += 1;
    shared.turn += 1;
    return { cache: shared.cache, release: once(() => this.#leave(key, shared)) };
  }

  /** Every running cache, by `<resource>.<version>.<group>|<namespace>|<labels>|<fields>`. */
  health(): ReadonlyMap<string, CacheHealth> {
    return new Map([...this.#shared].map(([key, { cache }]) => [key, cache.health]));
  }

  #start(mapping: ResourceMapping, selection: SelectionOptions): Shared {
    const { client, clock, random, signal } = this.#options;
    const cache = new ObjectCache({
      client,
      resource: mapping,
      ...selection,
      ...(clock === undefined ? {} : { clock }),
      ...(random === undefined ? {} : { random }),
    });
    const aborter = new AbortController();
    const stop = (): void => aborter.abort(signal.reason);
    signal.addEventListener('abort', stop, { once: true });
    void cache.run(aborter.signal).finally(() => signal.removeEventListener('abort', stop));
    return { cache, aborter, users: 0, turn: 0 };
  }

  async #leave(key: string, shared: Shared): Promise<void> {
    shared.users -= 1;
    shared.turn += 1;
    if (shared.users > 0) return;
    const { turn } = shared;
    // Nobody comes back to what is refused.
    const lingerMs = shared.cache.isForbidden ? 0 : (this.#options.lingerMs ?? 60_000);
    await this.#clock.sleep(lingerMs, shared.aborter.signal).catch(() => undefined);
    if (shared.turn !== turn) return;
    this.#shared.delete(key);
    shared.aborter.abort(new Error('nobody uses the cache any more'));
  }
}

function once(leave: () => Promise<void>): () => void {
  let isLeft = false;
  return () => {
    if (isLeft) return;
    isLeft = true;
    leave().catch(() => undefined);
  };
}
