import type { Entry } from './entry.ts';

/** One committed write. */
export interface StoreEvent {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  /** The new state; for a deletion the last state, under the revision of the deletion. */
  readonly entry: Entry;
  /** The state before, absent for ADDED. */
  readonly previous: Entry | undefined;
}
