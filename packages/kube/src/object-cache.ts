import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { CacheHealth, ChangeHandler, Unsubscribe } from './cache-change.ts';
import type { KubeClient, SelectionOptions } from './kube-client.ts';
import type { ResourceSelector } from './resource-mapping.ts';

export interface ObjectCacheOptions extends SelectionOptions {
  readonly client: KubeClient;
  readonly resource: ResourceSelector;
  readonly clock?: Clock;
  /** 0 <= x < 1, for jitter. */
  readonly random?: () => number;
  /** Drops `metadata.managedFields`, often half of an object. Default true. */
  readonly dropsManagedFields?: boolean;
  /** Keeps less of each object, or another form of it. Runs once per event; must not change its argument. */
  readonly transform?: (object: KubeObject) => KubeObject;
  readonly isMetadataOnly?: boolean;
  readonly stallTimeoutMs?: number;
}

const pending = (): never => {
  throw new Error('not written yet');
};

/** Keeps a copy of a selection of objects up to date, for as long as `run` runs, whatever happens to the connection. */
export class ObjectCache {
  readonly options: ObjectCacheOptions;

  constructor(options: ObjectCacheOptions) {
    this.options = options;
  }

  /** Lists and watches until the signal aborts. Never rejects. To be called once. */
  run(_signal: AbortSignal): Promise<void> {
    return pending();
  }

  /** Resolves after the first complete list. */
  ready(_signal: AbortSignal): Promise<void> {
    return pending();
  }

  /** The stored object itself: not to be changed. Namespace `''` or undefined for cluster-scoped kinds. */
  get(_namespace: string | undefined, _name: string): KubeObject | undefined {
    return pending();
  }

  /** Objects of one namespace, or all; in no particular order. */
  list(_namespace?: string): readonly KubeObject[] {
    return pending();
  }

  onChange(_handler: ChangeHandler): Unsubscribe {
    return pending();
  }

  /**
   * Takes over the answer of a write, so that a reader sees its own writes before the watch brings them.
   * Ignored when the cache already holds something newer.
   */
  remember(_object: KubeObject): void {
    pending();
  }

  get health(): CacheHealth {
    return pending();
  }
}
