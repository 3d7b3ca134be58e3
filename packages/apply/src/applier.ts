import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { ApplyMemory } from './apply-memory.ts';
import type { ApplyOptions, Owner } from './apply-options.ts';
import type { ChangeSet } from './change-set.ts';
import type { InventoryEntry } from './inventory.ts';
import type { LiveObjects } from './live-objects.ts';

/** Applying went through, or stands before a stage that must be ready first. */
export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly changes: ChangeSet }
  /**
   * The objects of `waitingFor` must become Current before the next stage: return from the pass, be woken by them (see
   * `HealthMonitor`), apply again. What was applied is not sent a second time.
   */
  | { readonly kind: 'waiting'; readonly changes: ChangeSet; readonly waitingFor: readonly KubeObject[] };

/** What pruning did. Entries of `survivors` must stay in the inventory. */
export interface PruneOutcome {
  readonly changes: ChangeSet;
  readonly survivors: readonly InventoryEntry[];
  /** `delete failed, errors: ...;` when something could not be deleted. */
  readonly failure: string | undefined;
}

export interface ObjectDiff {
  readonly action: 'created' | 'configured' | 'unchanged' | 'skipped';
  /** Values of Secrets are masked. Given for `configured`. */
  readonly live?: KubeObject;
  readonly merged?: KubeObject;
}

export interface ApplierOptions {
  /** Whose permissions count: the impersonating client, if the Kustomization names a service account. */
  readonly client: KubeClient;
  /** Cached state of what was applied before; without it every object is read. */
  readonly live?: LiveObjects | undefined;
  /** What was applied when; without it nothing is ever left out. Shared by all passes against one cluster. */
  readonly memory?: ApplyMemory | undefined;
  readonly clock?: Clock;
}

/** Applies and prunes sets of objects as Flux does. Throws {@link ApplyError}. */
export interface Applier {
  /**
   * Applies stage by stage: definitions (CRDs, Namespaces, ClusterRoles), classes, custom kinds, the rest. Never waits for readiness.
   * Objects must carry everything that is to be applied, owner labels included (see `prepareObjects`).
   */
  apply(objects: readonly KubeObject[], options: ApplyOptions, signal: AbortSignal): Promise<ApplyOutcome>;
  /** Like `apply`, but waits between stages, `stageTimeoutMs` (60 000) each, while holding the caller. */
  applyAndWait(
    objects: readonly KubeObject[],
    options: ApplyOptions & { stageTimeoutMs?: number },
    signal: AbortSignal,
  ): Promise<ChangeSet>;
  /** Dry run: what would be done to one object. */
  diff(object: KubeObject, options: ApplyOptions, signal: AbortSignal): Promise<ObjectDiff>;
  /** Deletes what these entries name, last applied first, in the background, unless it belongs to somebody else or opted out. */
  prune(entries: readonly InventoryEntry[], owner: Owner, signal: AbortSignal): Promise<PruneOutcome>;
  /** Waits until everything that was deleted is gone; throws {@link ApplyError} after `timeoutMs`. */
  waitForTermination(changes: ChangeSet, timeoutMs: number, signal: AbortSignal): Promise<void>;
}

export function createApplier(_options: ApplierOptions): Applier {
  throw new Error('not written yet');
}
