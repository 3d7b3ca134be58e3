import { type Branch, hasChildren, leaf } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { mapBranches } from '../sets/set-algebra.ts';
import type { MapType, SchemaNode } from '../types/schema-node.ts';
import { deduced } from '../types/untyped.ts';

/**
 * Brings a set up to date with a schema that changed since the set was written: who owned parts of what is now atomic
 * owns all of it. The same set when nothing changed.
 */
export function reconcileSet(set: FieldSet, node: SchemaNode): FieldSet {
  const root = reconcile(set.root, node, true);
  return root === set.root ? set : FieldSet.fromBranch(root);
}

function reconcile(branch: Branch, node: SchemaNode, isRoot = false): Branch {
  const { map, list } = node;
  if (map !== undefined) {
    if (isDeducedMap(map)) return branch;
    return map.isAtomic ? asWhole(branch, isRoot) : reconcileMap(branch, map);
  }
  if (node.scalar !== undefined || list === undefined) return branch;
  if (list.relationship === 'atomic') return asWhole(branch, isRoot);
  const items = mapBranches(branch.items, (child) => reconcile(child, list.element));
  return withChildren(branch, branch.fields, items);
}

/** The root has no owner. */
function asWhole(branch: Branch, isRoot: boolean): Branch {
  return isRoot || !hasChildren(branch) ? branch : leaf;
}

function reconcileMap(branch: Branch, map: MapType): Branch {
  const fields = mapBranches(branch.fields, (child, name) => {
    const type = map.fields.get(name)?.type ?? map.element;
    return type === undefined ? child : reconcile(child, type);
  });
  return withChildren(branch, fields, branch.items);
}

function withChildren(branch: Branch, fields: Branch['fields'], items: Branch['items']): Branch {
  if (fields === branch.fields && items === branch.items) return branch;
  return { isMember: branch.isMember, fields, items };
}

/** Deduced types say nothing about atomicity. */
function isDeducedMap(map: MapType): boolean {
  return map.fields.size === 0 && (map.element === deduced || map.element?.scalar === 'untyped');
}
