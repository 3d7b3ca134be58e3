import type { InventoryEntry } from '@flux19/apply';
import type { HistoryRun } from './history.ts';

/** What a pass found out about health, for the condition Healthy; `none` when nothing is checked. */
export type HealthOutcome =
  | { readonly kind: 'none' }
  | { readonly kind: 'healthy'; readonly message: string }
  | { readonly kind: 'failed'; readonly message: string };

/** How far a pass came: what goes into the status. */
export interface Attempt {
  readonly revision: string;
  readonly originRevision: string | undefined;
  /** Undefined when the inventory did not change. */
  readonly inventory?: readonly InventoryEntry[] | undefined;
  readonly run?: HistoryRun | undefined;
}

/** How a pass ended, or where it waits. */
export type Outcome =
  /** Work is under way: `message` says what, as the Reconciling condition. */
  | {
      readonly kind: 'progressing';
      readonly message: string;
      readonly attempt: Attempt;
      readonly isCheckingHealth: boolean;
    }
  | { readonly kind: 'ready'; readonly attempt: Attempt; readonly health: HealthOutcome; readonly isUnchanged: boolean }
  | {
      readonly kind: 'failed';
      readonly reason: string;
      readonly message: string;
      readonly attempt: Attempt | undefined;
      /** What was being done when it failed, as the Reconciling condition says it. */
      readonly progress?: string;
      readonly health?: HealthOutcome;
    }
  /** Nothing can be done before the spec changes. */
  | { readonly kind: 'stalled'; readonly reason: string; readonly message: string };
