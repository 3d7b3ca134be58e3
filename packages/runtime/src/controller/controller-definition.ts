import type { CacheChange, ObjectCache, SelectionOptions, Unsubscribe } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Logger } from '../logs/logger.ts';
import type { ObjectKey } from './object-key.ts';

/** What a pass leaves to the queue. */
export interface ReconcileResult {
  /** When to look again at the latest; counted from the end of the pass. Never when absent (and nothing wakes it). */
  readonly requeueAfterMs?: number | undefined;
  /**
   * Says what wakes the object earlier. Called once after the pass; the returned function is called when the next pass
   * begins. Must call `wake` at once when what it waits for has happened in the meantime. This is how a pass waits
   * without holding a worker.
   */
  readonly wakeOn?: ((wake: () => void) => Unsubscribe) | undefined;
}

/** What a pass is given besides its key. */
export interface ReconcileContext {
  /** The object as the cache holds it: not to be changed. */
  readonly object: KubeObject;
  /** The cache of the controller's own kind. */
  readonly cache: ObjectCache;
  /** Carries controller, object and reconcileID. */
  readonly log: Logger;
}

/**
 * One pass over one object. Throws {@link ReconcileError} (anything else counts as one with `backoff`). Never runs twice
 * at once for one key. The signal aborts when the process has to end; an abort is not a failure.
 */
export type Reconcile = (key: ObjectKey, signal: AbortSignal, context: ReconcileContext) => Promise<ReconcileResult>;

/** Another resource whose changes concern objects of the controller. */
export interface WatchDefinition {
  readonly resource: { readonly apiVersion: string; readonly kind: string };
  readonly selection?: SelectionOptions;
  /**
   * By what an object of the controller's kind can be found when something changes: the source that it names, what it depends on.
   * Must depend on nothing but the object.
   */
  readonly index?: (own: KubeObject) => Iterable<string>;
  /**
   * Which objects to reconcile because of this change. `own` is the cache of the controller's kind; `lookup` finds objects by
   * `index` without looking at all of them. Must be quick.
   */
  keys(change: CacheChange, own: ObjectCache, lookup: (key: string) => readonly KubeObject[]): Iterable<ObjectKey>;
}

export interface ControllerDefinition {
  /** In metrics, logs and the queue: `kustomization`. */
  readonly name: string;
  readonly resource: { readonly apiVersion: string; readonly kind: string };
  /** Field manager of what the runtime itself writes (finalizers), and component of the events: `kustomize-controller`. */
  readonly fieldManager: string;
  readonly reconcile: Reconcile;
  /** Restricts the objects that this process looks after: `--watch-all-namespaces=false`, `--watch-label-selector`. */
  readonly selection?: SelectionOptions;
  /** Passes at the same time. Default 4. */
  readonly concurrency?: number;
  readonly watches?: readonly WatchDefinition[];
  /**
   * Set on the object's first pass, which does nothing else; removed after `finalize`. Without one `reconcile` is also given
   * objects that are being deleted.
   */
  readonly finalizer?: string;
  /** Runs instead of `reconcile` when the object is being deleted, suspended or not. The finalizer goes when it returns no `requeueAfterMs` and no `wakeOn`. */
  readonly finalize?: Reconcile;
  /** Told when an object is gone, so that what was remembered about it can go too. */
  forget?(key: ObjectKey): void;
  /** Decides whether a change of an object of the own kind starts a pass; `isReconcileTrigger` by default. */
  isTrigger?(change: CacheChange): boolean;
}
