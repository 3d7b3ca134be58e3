import type { ChangeSet } from '@flux19/apply';
import type { Unsubscribe } from '@flux19/kube';
import type { BuiltManifests } from './build/manifest-builder.ts';
import type { HistoryRun } from './history.ts';
import type { Attempt, HealthOutcome } from './outcome.ts';
import { attemptOf, type Pass } from './pass.ts';
import type { Target } from './target/target.ts';

/** A pass that has built its objects. */
export interface SyncPass extends Pass {
  readonly built: BuiltManifests;
  /** Whose rights and which cluster. */
  readonly target: Target;
}

/** How far the cluster came. */
export type SyncEnd =
  | { readonly kind: 'waiting'; readonly wakeOn: (wake: () => void) => Unsubscribe; readonly afterMs: number }
  | {
      readonly kind: 'synced';
      readonly attempt: Attempt;
      readonly health: HealthOutcome;
      readonly isUnchanged: boolean;
      readonly changes: ChangeSet;
    };

/** One run of this pass, for the history. */
export function runOf(pass: SyncPass, status: string): HistoryRun {
  const { revision, originRevision } = attemptOf(pass);
  const now = pass.clock.now();
  return { digest: pass.built.digest, status, now, durationMs: now - pass.startedMs, revision, originRevision };
}
