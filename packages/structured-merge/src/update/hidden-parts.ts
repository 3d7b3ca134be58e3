import { getKey, isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { type Branch, hasChildren } from '../sets/branch.ts';
import { selectorOf } from '../typed/list-items.ts';
import { fieldTypeOf, kindOf, type ListType, type MapType, type SchemaNode } from '../types/schema-node.ts';

/**
 * Whether a member of a set holds parts that the set does not list, as `labels` does after `labels: null` was applied over
 * labels of others. Parts of an atomic whole do not count.
 */
export function hasHiddenParts(value: JsonValue, node: SchemaNode, branch: Branch): boolean {
  switch (kindOf(node, value)) {
    case 'map':
      return isJsonObject(value) && mapHides(value, node.map as MapType, branch);
    case 'list':
      return Array.isArray(value) && listHides(value, node.list as ListType, branch);
    default:
      return false;
  }
}

function mapHides(value: JsonObject, map: MapType, branch: Branch): boolean {
  if (map.isAtomic) return false;
  if (isWhole(branch)) return Object.keys(value).length > 0;
  for (const [name, child] of branch.fields) {
    const field = getKey(value, name);
    const type = field === undefined ? undefined : fieldTypeOf(map, name);
    if (field !== undefined && type !== undefined && hasHiddenParts(field, type, child)) return true;
  }
  return false;
}

function listHides(value: readonly JsonValue[], list: ListType, branch: Branch): boolean {
  if (list.relationship === 'atomic') return false;
  if (isWhole(branch)) return value.length > 0;
  return value.some((item) => {
    const selector = selectorOf(list, item);
    const child = 'problem' in selector ? undefined : branch.items.get(selector.text);
    return child !== undefined && hasHiddenParts(item, list.element, child);
  });
}

function isWhole(branch: Branch): boolean {
  return branch.isMember && !hasChildren(branch);
}
