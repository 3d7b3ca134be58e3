import { deepEqual, type KubeObject, type ManagedFieldsEntry } from '@flux19/objects';

/**
 * Returns `live` when an updated object differs from it in nothing but the times of managedFields, else `updated`.
 * The API server asks this after defaulting and admission, so that what changes nothing is not written.
 */
export function keepTimesOfNoChange(updated: KubeObject, live: KubeObject): KubeObject {
  if (updated === live) return live;
  const before = live.metadata.managedFields ?? [];
  const after = updated.metadata.managedFields ?? [];
  if (before.length !== after.length || !before.every((entry, i) => sameButTime(entry, after[i]))) return updated;
  return deepEqual(withoutManagedFields(updated), withoutManagedFields(live)) ? live : updated;
}

function sameButTime(a: ManagedFieldsEntry, b: ManagedFieldsEntry | undefined): boolean {
  if (a === b) return true;
  return b !== undefined && deepEqual({ ...a, time: undefined }, { ...b, time: undefined });
}

function withoutManagedFields(object: KubeObject): KubeObject {
  const { managedFields: _, ...metadata } = object.metadata;
  return { ...object, metadata };
}
