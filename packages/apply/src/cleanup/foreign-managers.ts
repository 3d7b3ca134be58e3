import type { ManagedFieldsEntry } from '@flux19/objects';
import type { CleanupOptions } from './cleanup-patch.ts';

/** Whether the fields of an entry are to become ours: of kubectl, of the time before server-side apply, of overridden managers. */
export function isForeign(entry: ManagedFieldsEntry, { fieldManager, overrideManagers }: CleanupOptions): boolean {
  if ((entry.subresource ?? '') !== '') return false;
  const manager = entry.manager ?? '';
  if (overrideManagers.some((name) => manager.startsWith(name))) return true;
  // Undoes `kubectl apply --server-side --force-conflicts`, `kubectl edit`, `kubectl apply`.
  if (manager.startsWith('kubectl')) return true;
  if (entry.operation !== 'Update') return false;
  return manager.startsWith('before-first-apply') || manager.startsWith(fieldManager);
}
