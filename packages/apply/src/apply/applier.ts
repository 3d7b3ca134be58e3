import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { ChangeSet } from '../inventory/change-set.ts';
import type { InventoryEntry } from '../inventory/inventory.ts';
import type { LiveObjects } from '../live/live-objects.ts';
import type { ApplyMemory } from './apply-memory.ts';
import type { ApplyOptions, Owner } from './apply-options.ts';
import type { ObjectDiff } from './diff-object.ts';
import type { PruneOutcome } from './prune-objects.ts';

/** Applying went through, or stands before a stage that must be ready first. */
export type ApplyOutcome =
  | { readonly kind: 'applied'; readonly changes: ChangeSet }
  /**
   * The objects of `waitingFor` must become Current before the next stage: return from the pass, be woken by them (see
   * `HealthMonitor`), apply again. What was applied is not sent a second time.
   */
  | { readonly kind: 'waiting'; readonly changes: ChangeSet; readonly waitingFor: readonly KubeObject[] };

export interface ApplierOptions {
  /** Whose permissions count: the impersonating client, if the Kustomization names a service account. */
  readonly client: KubeClient;
  /** Cached state of what was applied before; without it every object is read. */
  readonly live?: LiveObjects | undefined;
  /** What was applied when; without it nothing is ever left out. Shared by all passes against one cluster. */
  readonly memory?: ApplyMemory | undefined;
  readonly clock?: Clock | undefined;
}

export interface WaitingApplyOptions extends ApplyOptions {
  /** For each stage that has to be ready. Default 60 000. */
  readonly stageTimeoutMs?: number | undefined;
}

/** Applies and prunes sets of objects as Flux does. Throws {@link ApplyError}. */
export interface Applier {
  /**
   * Applies stage by stage: definitions (CRDs, Namespaces, ClusterRoles), classes, custom kinds, the rest. Never waits for readiness.
   * Objects must carry everything that is to be applied, owner labels included (see `prepareObjects`).
   */
  apply(objects: readonly KubeObject[], options: ApplyOptions, signal: AbortSignal): Promise<ApplyOutcome>;
  /** Like `apply`, but waits between stages while holding the caller: for commands. */
  applyAndWait(objects: readonly KubeObject[], options: WaitingApplyOptions, signal: AbortSignal): Promise<ChangeSet>;
  /** Dry run: what would be done to one object. */
  diff(object: KubeObject, options: ApplyOptions, signal: AbortSignal): Promise<ObjectDiff>;
  /** Deletes what these entries name, last applied first, in the background, unless it belongs to somebody else or opted out. */
  prune(entries: readonly InventoryEntry[], owner: Owner, signal: AbortSignal): Promise<PruneOutcome>;
  /** What was deleted and still exists (finalizers): to look at it again without holding a worker. */
  remaining(changes: ChangeSet, signal: AbortSignal): Promise<ChangeSet>;
  /** Waits until everything that was deleted is gone; throws {@link ApplyError} after `timeoutMs`. */
  waitForTermination(changes: ChangeSet, timeoutMs: number, signal: AbortSignal): Promise<void>;
}
