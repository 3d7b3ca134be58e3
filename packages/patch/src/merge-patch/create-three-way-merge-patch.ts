import { deepEqual, getKey, isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import { conflictError } from '../conflict-error.ts';
import type { ThreeStates } from '../three-states.ts';
import { applyMergePatch } from './apply-merge-patch.ts';
import { createMergePatch } from './create-merge-patch.ts';

/**
 * Makes the merge patch of `kubectl apply` for custom resources: it brings `current` to what `modified` says and
 * removes what `original` had and `modified` has no more. Throws PatchError.
 */
export function createThreeWayMergePatch({ original, modified, current }: ThreeStates): JsonObject {
  const changes = keepFields(createMergePatch(current, modified), 'values');
  const deletions = keepFields(createMergePatch(original, modified), 'nulls');
  if (haveConflicts(changes, deletions)) throw conflictError(changes, deletions);
  const patch = applyMergePatch(deletions, changes);
  return isJsonObject(patch) ? patch : {};
}

/** Keeps only additions and changes, or only deletions, of a merge patch. */
function keepFields(patch: JsonValue, kept: 'values' | 'nulls'): JsonObject {
  const result: JsonObject = {};
  if (!isJsonObject(patch)) return result;
  for (const [key, value] of Object.entries(patch)) {
    const field = value === undefined ? undefined : keepField(value, kept);
    if (field !== undefined) setKey(result, key, field);
  }
  return result;
}

function keepField(value: JsonValue, kept: 'values' | 'nulls'): JsonValue | undefined {
  if (value === null) return kept === 'nulls' ? null : undefined;
  // An empty object is a value, not a patch without changes.
  if (!isJsonObject(value) || Object.keys(value).length === 0) return kept === 'values' ? value : undefined;
  const fields = keepFields(value, kept);
  return Object.keys(fields).length === 0 ? undefined : fields;
}

function haveConflicts(left: JsonValue, right: JsonValue): boolean {
  if (!isJsonObject(left) || !isJsonObject(right)) return !deepEqual(left, right);
  return Object.entries(left).some(([key, value]) => {
    const other = getKey(right, key);
    return value !== undefined && other !== undefined && haveConflicts(value, other);
  });
}
