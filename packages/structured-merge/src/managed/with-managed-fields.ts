import type { KubeObject, ManagedFieldsEntry } from '@flux19/objects';

/** The object with these managedFields, and without the field when there are none. The same object when it has them. */
export function withManagedFields(object: KubeObject, entries: readonly ManagedFieldsEntry[]): KubeObject {
  const { managedFields, ...metadata } = object.metadata ?? {};
  if (managedFields === entries) return object;
  if (entries.length > 0)
    return { ...object, metadata: { ...metadata, managedFields: [...entries] } as KubeObject['metadata'] };
  return managedFields === undefined ? object : { ...object, metadata: metadata as KubeObject['metadata'] };
}
