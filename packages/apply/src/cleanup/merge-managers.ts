import type { ManagedFieldsEntry } from '@flux19/objects';
import { FieldSet } from '@flux19/structured-merge';
import type { CleanupOptions } from './cleanup-patch.ts';
import { isForeign } from './foreign-managers.ts';

/**
 * Managed fields in which foreign entries have become part of ours; undefined when there are none. As in Flux the first foreign
 * entry becomes ours if we have none, and ours goes last.
 */
export function mergeManagers(
  entries: readonly ManagedFieldsEntry[],
  options: CleanupOptions,
): ManagedFieldsEntry[] | undefined {
  const isOurs = (entry: ManagedFieldsEntry): boolean =>
    entry.manager === options.fieldManager && entry.operation === 'Apply' && (entry.subresource ?? '') === '';
  const foreign = entries.filter((entry) => !isOurs(entry) && isForeign(entry, options));
  const [first, ...others] = foreign;
  if (first === undefined) return undefined;
  const known = entries.find(isOurs);
  let ours: ManagedFieldsEntry = known ?? { ...first, manager: options.fieldManager, operation: 'Apply' };
  for (const entry of known === undefined ? others : foreign) ours = union(ours, entry);
  return [...entries.filter((entry) => entry !== known && !foreign.includes(entry)), ours];
}

function union(ours: ManagedFieldsEntry, other: ManagedFieldsEntry): ManagedFieldsEntry {
  if (other.fieldsV1 === undefined) return ours;
  if (ours.fieldsV1 === undefined) return { ...ours, fieldsV1: other.fieldsV1 };
  return { ...ours, fieldsV1: FieldSet.fromJson(ours.fieldsV1).union(FieldSet.fromJson(other.fieldsV1)).toJson() };
}
