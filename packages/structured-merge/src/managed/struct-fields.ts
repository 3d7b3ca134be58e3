import { type Branch, branchOf, hasChildren } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { mapBranches } from '../sets/set-algebra.ts';
import type { SchemaNode } from '../types/schema-node.ts';

/**
 * Kubernetes: built-in kinds are Go structs. A field that is a struct, or that is written even when empty, is there before
 * anybody sets it, so that an update never adds the field itself but only what is in it.
 */
export function withoutStructs(set: FieldSet, node: SchemaNode): FieldSet {
  const root = strip(set.root, node);
  return root === set.root ? set : FieldSet.fromBranch(root);
}

function strip(branch: Branch, node: SchemaNode | undefined): Branch | undefined {
  const fields = mapBranches(branch.fields, (child, name) => {
    if (!hasChildren(child)) return child;
    const field = node?.map?.fields.get(name);
    const below = strip(child, field?.type ?? node?.map?.element);
    if (below === undefined || field?.isAlwaysPresent !== true || !below.isMember) return below;
    return branchOf(false, below.fields, below.items);
  });
  const items = mapBranches(branch.items, (child) => strip(child, node?.list?.element));
  if (fields === branch.fields && items === branch.items) return branch;
  return branchOf(branch.isMember, fields, items);
}
