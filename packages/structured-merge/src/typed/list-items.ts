import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { type ItemElement, keyText, valueText } from '../paths/item-text.ts';
import type { KeyField } from '../paths/path-element.ts';
import type { ListType } from '../types/schema-node.ts';
import { comparePrimitives } from '../values/compare-values.ts';

/** What selects an item of an associative list, or why nothing does. */
export type ItemSelector =
  | { readonly text: string; readonly element: () => ItemElement }
  | { readonly problem: string };

/** Works out what selects an item of a list. */
export function selectorOf(list: ListType, item: JsonValue): ItemSelector {
  if (list.relationship !== 'associative') return { problem: 'invalid indexing of non-associative list' };
  return list.keys.length > 0 ? keyedSelector(list, item) : valueSelector(item);
}

function keyedSelector(list: ListType, item: JsonValue): ItemSelector {
  if (item === null) return { problem: 'associative list with keys may not have a null element' };
  if (!isJsonObject(item)) return { problem: 'associative list with keys may not have non-map elements' };
  const keys: KeyField[] = [];
  for (const name of list.keys) {
    const value = keyValue(list, item, name);
    // Items that lack a key are other items than those that have it.
    if (value !== undefined) keys.push([name, value]);
  }
  if (keys.length === 0) {
    const names = `[${list.keys.map((name) => JSON.stringify(name)).join(' ')}]`;
    const why = `(and doesn't have default values for any key fields)`;
    return { problem: `associative list with keys has an element that omits all key fields ${names} ${why}` };
  }
  if (keys.length > 1) keys.sort(([a], [b]) => comparePrimitives(a, b));
  return { text: keyText(keys), element: () => ({ kind: 'key', keys }) };
}

function keyValue(list: ListType, item: JsonObject, name: string): JsonValue | undefined {
  const value = getKey(item, name);
  return value === undefined ? list.element.map?.fields.get(name)?.default : value;
}

function valueSelector(item: JsonValue): ItemSelector {
  if (item === null) return { problem: `associative list without keys has an element that's an explicit null` };
  if (typeof item !== 'object') return { text: valueText(item), element: () => ({ kind: 'value', value: item }) };
  return Array.isArray(item)
    ? { problem: 'not supported: associative list with lists as elements' }
    : { problem: `associative list without keys has an element that's a map type` };
}
