import type { RegistryStorage } from './registry-storage.ts';

/** Keeps everything in memory. */
export function createMemoryStorage(): RegistryStorage {
  throw new Error('not written yet');
}
