import { inventoryId, type ObjectReference, parseInventoryId } from '@flux19/objects';
import type { ChangeSet } from './change-set.ts';

/** One entry of `status.inventory.entries`. */
export interface InventoryEntry {
  /** `<namespace>_<name>_<group>_<kind>`. */
  readonly id: string;
  /** Version of the API. */
  readonly v: string;
}

/** Entries of everything that was applied or skipped, in the order of the change set. */
export function inventoryOf(changes: ChangeSet): readonly InventoryEntry[] {
  return changes
    .filter(({ action }) => action !== 'deleted' && action !== 'unknown')
    .map((change) => ({ id: inventoryId(change.object), v: change.version }));
}

/** Entries of the old inventory that the new one lacks, whatever their version. */
export function staleEntries(
  before: readonly InventoryEntry[],
  after: readonly InventoryEntry[],
): readonly InventoryEntry[] {
  const kept = new Set(after.map((entry) => entry.id));
  return before.filter((entry) => !kept.has(entry.id));
}

/** Old and new entries together, each id once: what to record before acting, so that a crash forgets nothing. */
export function mergeEntries(
  before: readonly InventoryEntry[],
  after: readonly InventoryEntry[],
): readonly InventoryEntry[] {
  return [...after, ...staleEntries(before, after)];
}

/** The object of an entry. Throws {@link InventoryIdError}. */
export function entryObject(entry: InventoryEntry): ObjectReference {
  return parseInventoryId(entry.id);
}
