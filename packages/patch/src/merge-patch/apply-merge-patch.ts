import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { CopyOnWrite } from '../copy-on-write.ts';
import { PatchError } from '../patch-error.ts';

/**
 * Applies a JSON merge patch (RFC 7386) and returns the result; unchanged parts are shared.
 * Throws {@link PatchError} when document or patch is null or the patch is a scalar, which Kubernetes refuses.
 */
export function applyMergePatch(document: JsonValue, patch: JsonValue): JsonValue {
  checkDocuments(document, patch);
  if (!isJsonObject(patch)) return withoutNullFields(patch);
  return isJsonObject(document) ? mergeObjects(document, patch) : withoutNullFields(patch);
}

/** Merges two merge patches into one that does what both do in turn. Throws {@link PatchError} as above. */
export function mergeMergePatches(first: JsonValue, second: JsonValue): JsonValue {
  checkDocuments(first, second);
  if (!isJsonObject(second)) return withoutNullFields(second);
  return isJsonObject(first) ? combineObjects(first, second) : second;
}

function checkDocuments(document: JsonValue, patch: JsonValue): void {
  if (document === null) throw new PatchError('Invalid JSON Document', { reason: 'Invalid' });
  if (typeof patch !== 'object' || patch === null) throw new PatchError('Invalid JSON Patch', { reason: 'Invalid' });
}

function mergeObjects(document: JsonObject, patch: JsonObject): JsonObject {
  const merged = new CopyOnWrite(document);
  for (const [key, value] of Object.entries(patch)) {
    if (value === undefined) continue;
    if (value === null) merged.delete(key);
    else merged.set(key, mergeValues(getKey(document, key), value));
  }
  return merged.result;
}

function mergeValues(current: JsonValue | undefined, value: JsonValue): JsonValue {
  if (!isJsonObject(current)) return withoutNullFields(value);
  // Kubernetes: a list that replaces an object keeps the nulls of its elements, any other list loses them.
  return isJsonObject(value) ? mergeObjects(current, value) : value;
}

function combineObjects(first: JsonObject, second: JsonObject): JsonObject {
  const combined = new CopyOnWrite(first);
  for (const [key, value] of Object.entries(second)) {
    if (value !== undefined) combined.set(key, combineValues(getKey(first, key), value));
  }
  return combined.result;
}

function combineValues(first: JsonValue | undefined, second: JsonValue): JsonValue {
  if (first === undefined || first === null || second === null) return second;
  if (isJsonObject(first)) return isJsonObject(second) ? combineObjects(first, second) : second;
  return withoutNullFields(second);
}

/** Drops fields that are null, at every depth and also inside of lists; null elements of lists stay. */
function withoutNullFields(value: JsonValue): JsonValue {
  if (Array.isArray(value)) return mapShared(value, withoutNullFields);
  if (!isJsonObject(value)) return value;
  const kept = new CopyOnWrite(value);
  for (const [key, field] of Object.entries(value)) {
    if (field === null) kept.delete(key);
    else if (field !== undefined) kept.set(key, withoutNullFields(field));
  }
  return kept.result;
}

function mapShared(list: JsonValue[], change: (value: JsonValue) => JsonValue): JsonValue[] {
  const changed = list.map(change);
  return changed.every((value, index) => value === list[index]) ? list : changed;
}
