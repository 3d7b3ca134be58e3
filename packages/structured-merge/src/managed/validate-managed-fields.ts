import type { ManagedFieldsEntry } from '@flux19/objects';
import { decodeEntries } from './decode-entries.ts';

/** Throws ManagedFieldsError when entries that a request brings are malformed. */
export function validateManagedFields(entries: readonly ManagedFieldsEntry[]): void {
  decodeEntries(entries);
}
