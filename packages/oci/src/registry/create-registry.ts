import type { Registry, RegistryOptions } from './registry.ts';

/** A registry over any storage. */
export function createRegistry(_options: RegistryOptions): Registry {
  throw new Error('not written yet');
}
