import { getField, hasFields, isFields, isMissingOrNull, textOf, type Value } from '../values/value.ts';

/**
 * Replaces the items of a list that have the values for the keys, or appends the item when none has; without an item, removes them.
 * Null and empty items are dropped on the way; with fewer values than keys, so is every item that does not match.
 */
export function setElement(
  list: Value[],
  item: Value | undefined,
  keys: readonly string[],
  values: readonly string[],
): void {
  const forMaps = keys[0] !== '' && values[0] !== undefined && values[0] !== '';
  let found = false;
  const result = list.flatMap((other): Value[] => {
    if (isDropped(other)) return [];
    if (forMaps && !isFields(other)) return [other];
    if (!matches(other, keys, values)) return values.length > 0 ? [other] : [];
    found = true;
    return item === undefined ? [] : [item];
  });
  if (!isMissingOrNull(item) && !found) result.push(item);
  list.length = 0;
  for (const other of result) list.push(other);
}

function isDropped(item: Value): boolean {
  return isMissingOrNull(item) || (isFields(item) && !hasFields(item));
}

function matches(item: Value, keys: readonly string[], values: readonly string[]): boolean {
  let matched: boolean | undefined;
  for (const [index, key] of keys.entries()) {
    // A key without a value keeps the answer of the key before it.
    if (index < values.length) matched = matchesKey(item, key, values[index] as string);
    if (matched !== true) return false;
  }
  return matched === true;
}

function matchesKey(item: Value, key: string, value: string): boolean {
  if (key === '') return !isFields(item) && !Array.isArray(item) && textOf(item) === value;
  if (!isFields(item)) return false;
  const field = getField(item, key);
  return field !== undefined && (value === '' || textOf(field) === value);
}
