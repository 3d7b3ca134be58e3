import { deepEqual, type KubeObject, type OwnerReference } from '@flux19/objects';

/** Drops owner references that stand there twice; returns the uids for a warning. */
export function dedupeOwnerReferences(object: KubeObject): string[] {
  const references = object.metadata.ownerReferences;
  if (references === undefined || references.length < 2) return [];
  const kept: OwnerReference[] = [];
  const duplicates: string[] = [];
  for (const reference of references) {
    if (kept.some((other) => deepEqual(other, reference))) duplicates.push(reference.uid);
    else kept.push(reference);
  }
  if (duplicates.length > 0) object.metadata.ownerReferences = kept;
  return duplicates;
}

/** The warning about them. */
export function duplicateOwnersWarning(uids: readonly string[]): string {
  return `.metadata.ownerReferences contains duplicate entries; API server dedups owner references in 1.20+, and may reject such requests as early as 1.24; please fix your requests; duplicate UID(s) observed: ${uids.join(', ')}`;
}
