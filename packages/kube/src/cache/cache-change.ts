import type { KubeObject } from '@flux19/objects';

/** A change that the cache already holds when handlers hear of it. */
export interface CacheChange {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The new state; for DELETED the last known one. */
  readonly object: KubeObject;
  readonly previous?: KubeObject;
}

/** Runs after the cache was updated, in order. Must not throw or wait: it puts a key into a queue. */
export type ChangeHandler = (change: CacheChange) => void;

export type Unsubscribe = () => void;

/** How a cache is doing; for the health page and for metrics. */
export interface CacheHealth {
  readonly isReady: boolean;
  readonly objects: number;
  /** Milliseconds since the Unix epoch at which something last arrived, bookmarks counted; undefined before the first list. */
  readonly lastEventAtMs: number | undefined;
  /** How often the whole list was read (the first time counted). */
  readonly lists: number;
  /** How often a watch was opened. */
  readonly watches: number;
  /** Failures in a row since the last success. */
  readonly failures: number;
  readonly lastError: string | undefined;
}
