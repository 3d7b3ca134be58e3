import type { Clock } from '@flux19/ports';
import type { CacheHealth } from './cache-change.ts';
import type { KubeClient, SelectionOptions } from './kube-client.ts';
import type { ObjectCache } from './object-cache.ts';
import type { ResourceSelector } from './resource-mapping.ts';

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

/** One cache per resource, namespace and selector, started by the first who asks. */
export class SharedCaches {
  readonly client: KubeClient;

  constructor(options: SharedCachesOptions) {
    this.client = options.client;
  }

  /** Resolves the resource and starts its cache; does not wait for the first list (see `ObjectCache.ready`). */
  acquire(_resource: ResourceSelector, _selection: SelectionOptions, _signal: AbortSignal): Promise<CacheLease> {
    throw new Error('not written yet');
  }

  /** By `<resource>.<group>` and selection. */
  health(): ReadonlyMap<string, CacheHealth> {
    throw new Error('not written yet');
  }
}
