import type { JsonValue } from '@flux19/objects';
import { asMember, type Branch, BranchBuilder, leaf } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { kindOf, type ListType, type MapType, type SchemaNode } from '../types/schema-node.ts';
import { selectorOf } from './list-items.ts';

/** The paths that a valid value sets: its scalars, its atomic parts, its list items and the keys of its maps. */
export function toFieldSet(value: JsonValue, node: SchemaNode): FieldSet {
  return FieldSet.fromBranch(branchOfValue(value, node));
}

/** A member branch means that the value's own path belongs to the set. */
function branchOfValue(value: JsonValue, node: SchemaNode): Branch | undefined {
  switch (kindOf(node, value)) {
    case 'scalar':
      return leaf;
    case 'map':
      return branchOfMap(value, node.map as MapType);
    case 'list':
      return branchOfList(value, node.list as ListType);
    case undefined:
      return undefined;
  }
}

function branchOfMap(value: JsonValue, map: MapType): Branch | undefined {
  if (map.isAtomic) return leaf;
  if (value === null || typeof value !== 'object' || Array.isArray(value)) return undefined;
  const builder = new BranchBuilder();
  for (const name of Object.keys(value)) {
    const field = value[name];
    if (field === undefined) continue;
    const declared = map.fields.get(name);
    const type = declared?.type ?? map.element;
    const branch = type === undefined ? undefined : branchOfValue(field, type);
    builder.field(name, declared === undefined || isNullOrEmptyMap(field) ? asMember(branch) : branch);
  }
  return builder.build();
}

/** Null and `{}` are owned themselves: nothing below them could be. */
function isNullOrEmptyMap(value: JsonValue): boolean {
  if (value === null) return true;
  if (typeof value !== 'object' || Array.isArray(value)) return false;
  for (const name in value) if (value[name] !== undefined) return false;
  return true;
}

function branchOfList(value: JsonValue, list: ListType): Branch | undefined {
  if (list.relationship === 'atomic') return leaf;
  if (!Array.isArray(value)) return undefined;
  const builder = new BranchBuilder();
  const seen = new Set<string>();
  for (const item of value) {
    const selector = selectorOf(list, item);
    if ('problem' in selector) continue;
    // Items with the same keys are owned together, without what is below them.
    builder.item(selector.text, seen.has(selector.text) ? leaf : asMember(branchOfValue(item, list.element)));
    seen.add(selector.text);
  }
  return builder.build();
}
