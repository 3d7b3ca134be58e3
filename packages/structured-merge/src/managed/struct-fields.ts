import { type Branch, branchOf, hasChildren } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { mapBranches } from '../sets/set-algebra.ts';
import type { SchemaNode } from '../types/schema-node.ts';

/**
 * Kubernetes: built-in kinds are Go structs. A field that is a struct, or that is written even when empty, comes and goes with
 * what it is in. So an update adds such a field itself only where it adds its parent; else it only adds what is in it.
 */
export function withoutStructs(set: FieldSet, node: SchemaNode): FieldSet {
  const root = strip(set.root, node, false);
  return root === set.root ? set : FieldSet.fromBranch(root);
}

/** `isNew` tells that the update added the place of the branch. */
function strip(branch: Branch, node: SchemaNode | undefined, isNew: boolean): Branch | undefined {
  const fields = mapBranches(branch.fields, (child, name) => {
    if (!hasChildren(child)) return child;
    const field = node?.map?.fields.get(name);
    const type = field?.type ?? node?.map?.element;
    if (isNew || field?.isAlwaysPresent !== true) return strip(child, type, child.isMember);
    const below = strip(child, type, false);
    return below?.isMember === true ? branchOf(false, below.fields, below.items) : below;
  });
  const items = mapBranches(branch.items, (child) => strip(child, node?.list?.element, child.isMember));
  if (fields === branch.fields && items === branch.items) return branch;
  return branchOf(branch.isMember, fields, items);
}
