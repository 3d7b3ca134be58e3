import { deepEqual, getKey, type JsonObject } from '@flux19/objects';
import type { CopyOnWrite } from '../copy-on-write.ts';
import { deletionListPrefix, elementOrderPrefix, retainKeysDirective } from './directives.ts';
import { invalid } from './elements.ts';
import { printGo } from './go-text.ts';
import type { MergeContext } from './merge-context.ts';

/**
 * Carries out `$retainKeys`: fields that it does not list are removed. All that the patch sets has to be listed.
 * When two patches are combined, the directive is kept instead. Throws PatchError.
 */
export function retainKeys(target: CopyOnWrite, patch: JsonObject, { mode }: MergeContext): void {
  const list = getKey(patch, retainKeysDirective) ?? null;
  if (mode === 'combine') {
    const other = target.get(retainKeysDirective);
    if (other !== undefined && !deepEqual(other, list)) {
      const both = `${printGo(other)} and ${printGo(list)} are not deep equal`;
      throw invalid(`${both}: this may happen when calculating the 3-way diff patch`);
    }
    target.set(retainKeysDirective, list);
    return;
  }
  if (!Array.isArray(list)) throw invalid('invalid patch format of retainKeys');
  const retained: ReadonlySet<unknown> = new Set(list);
  for (const [key, value] of Object.entries(patch)) {
    if (setsField(key, value) && !retained.has(key)) throw invalid('invalid patch format of retainKeys');
  }
  for (const key of Object.keys(target.result)) {
    if (!retained.has(key)) target.delete(key);
  }
}

function setsField(key: string, value: unknown): boolean {
  const isDirective =
    key === retainKeysDirective || key.startsWith(deletionListPrefix) || key.startsWith(elementOrderPrefix);
  return !isDirective && value !== null && value !== undefined;
}
