import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { PatchError } from '../patch-error.ts';
import { goType, printGo } from './go-text.ts';

/** Whether the elements of lists are objects or scalars; throws {@link PatchError} when they are mixed, or lists. */
export function elementKind(...lists: readonly (readonly JsonValue[])[]): 'objects' | 'scalars' {
  const [first, ...others] = lists.flat(1).map(goType);
  if (first === undefined) throw invalid('no elements in any of the given slices');
  if (first === '[]interface {}') throw invalid('lists of lists are not supported');
  if (others.some((type) => type !== first)) {
    throw invalid(`list element types are not identical: ${printGo(lists.map((list) => [...list]))}`);
  }
  return first === 'map[string]interface {}' ? 'objects' : 'scalars';
}

/** An element as an object. Throws {@link PatchError} otherwise. */
export function requireElement(element: JsonValue | undefined): JsonObject {
  if (isJsonObject(element)) return element;
  throw invalid(`expected a map[string]interface {}, but received a ${goType(element)}`);
}

/** The value of the merge key of an element. Throws {@link PatchError} when it has none. */
export function requireMergeKey(element: JsonObject, mergeKey: string): JsonValue {
  const value = getKey(element, mergeKey);
  if (value === undefined) {
    throw invalid(`map: ${printGo(element)} does not contain declared merge key: ${mergeKey}`);
  }
  return value;
}

/** What identifies an element of a list: its merge key, or the scalar itself when `mergeKey` is empty. */
export function identityOf(element: JsonValue, mergeKey: string): JsonValue | undefined {
  if (mergeKey === '') return element;
  return isJsonObject(element) ? getKey(element, mergeKey) : undefined;
}

/** A value as a list. Throws {@link PatchError} otherwise. */
export function requireList(value: JsonValue): JsonValue[] {
  if (Array.isArray(value)) return value;
  throw invalid(`expected a []interface {}, but received a ${goType(value)}`);
}

/** An error of the patch itself. */
export function invalid(message: string): PatchError {
  return new PatchError(message, { reason: 'Invalid' });
}
