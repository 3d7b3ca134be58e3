import type { JsonValue } from '@flux19/objects';
import type { ListType } from '../types/schema-node.ts';
import { selectorOf } from './list-items.ts';
import type { TypedFault } from './typed-value-error.ts';

/** The items of an associative list by their fieldsV1 key, in the order of the list. */
export function groupItems(
  items: readonly JsonValue[],
  list: ListType,
  faults: TypedFault[],
): ReadonlyMap<string, JsonValue[]> {
  const groups = new Map<string, JsonValue[]>();
  for (const [i, item] of items.entries()) {
    const selector = selectorOf(list, item);
    if ('problem' in selector) {
      faults.push({ path: '', message: `element ${i}: ${selector.problem}` });
      continue;
    }
    const group = groups.get(selector.text);
    if (group === undefined) groups.set(selector.text, [item]);
    else group.push(item);
  }
  return groups;
}
