import { PatchError } from '../patch-error.ts';

/** Fields of a strategic merge patch that say how to patch instead of what. */
export const patchDirective = '$patch';
export const retainKeysDirective = '$retainKeys';
export const deletionListPrefix = '$deleteFromPrimitiveList';
export const elementOrderPrefix = '$setElementOrder';

/** The field that a parallel list such as `$setElementOrder/containers` speaks of. Throws {@link PatchError}. */
export function fieldOfParallelList(key: string, prefix: string): string {
  if (key.startsWith(`${prefix}/`)) return key.slice(prefix.length + 1);
  const list = prefix === deletionListPrefix ? 'primitive list' : 'setElementOrder list';
  throw new PatchError(`invalid patch format of ${list}`, { reason: 'Invalid' });
}
