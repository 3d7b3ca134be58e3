import type { GroupFacts, ResourceFacts } from './facts.ts';

/** Every built-in resource in every served version, in the order of discovery. */
export function builtinResources(): readonly ResourceFacts[] {
  throw new Error('not built yet');
}

/** Every built-in group in the order of discovery, the core group first. */
export function builtinGroups(): readonly GroupFacts[] {
  throw new Error('not built yet');
}
