import { deepEqual, getKey, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { PatchError } from '../patch-error.ts';

/**
 * Makes the merge patch that turns one object into another; for two lists of objects, a list of patches.
 * Nulls in `modified` can't be told from deletions, which is the nature of merge patches.
 * Throws {@link PatchError} for anything else, and for lists of different length.
 */
export function createMergePatch(original: JsonValue, modified: JsonValue): JsonValue {
  if (!Array.isArray(original) && !Array.isArray(modified)) {
    return diffObjects(requireObject(original), requireObject(modified));
  }
  if (!Array.isArray(original) || !Array.isArray(modified)) {
    throw new PatchError('Mismatched JSON Documents', { reason: 'Invalid' });
  }
  if (original.length !== modified.length) throw new PatchError('Invalid JSON Document', { reason: 'Invalid' });
  return original.map((before, index) => diffObjects(requireObject(before), requireObject(modified[index] ?? null)));
}

// Go reads null into an empty object.
function requireObject(value: JsonValue): JsonObject {
  if (value === null) return {};
  if (isJsonObject(value)) return value;
  throw new PatchError('Invalid JSON Document', { reason: 'Invalid' });
}

function diffObjects(original: JsonObject, modified: JsonObject): JsonObject {
  const patch: JsonObject = {};
  for (const [key, after] of Object.entries(modified)) {
    if (after === undefined) continue;
    const change = diffValues(getKey(original, key), after);
    if (change !== undefined) setKey(patch, key, change);
  }
  for (const [key, before] of Object.entries(original)) {
    if (before !== undefined && getKey(modified, key) === undefined) setKey(patch, key, null);
  }
  return patch;
}

function diffValues(before: JsonValue | undefined, after: JsonValue): JsonValue | undefined {
  if (before === after) return undefined;
  if (!isJsonObject(before) || !isJsonObject(after)) return deepEqual(before, after) ? undefined : after;
  const patch = diffObjects(before, after);
  return Object.keys(patch).length === 0 ? undefined : patch;
}
