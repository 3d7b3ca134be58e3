import type { RegistryStorage } from './registry-storage.ts';

/** Keeps everything in a folder, which is made when missing and belongs to the storage alone. */
export function createFolderStorage(_folder: string): RegistryStorage {
  throw new Error('not written yet');
}
