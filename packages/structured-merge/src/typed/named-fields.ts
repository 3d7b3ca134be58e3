import { asMember, type Branch, hasChildren } from '../sets/branch.ts';
import { FieldSet } from '../sets/field-set.ts';
import { mapBranches } from '../sets/set-algebra.ts';
import { fieldTypeOf, type SchemaNode } from '../types/schema-node.ts';

/** The set with every declared field that lies on one of its paths: with `spec.replicas` also `spec`. */
export function withNamedFields(set: FieldSet, node: SchemaNode): FieldSet {
  return FieldSet.fromBranch(withNamed(set.root, node));
}

function withNamed(branch: Branch, node: SchemaNode | undefined): Branch {
  const fields = mapBranches(branch.fields, (child, name) => {
    if (!hasChildren(child)) return child;
    const below = withNamed(child, node?.map && fieldTypeOf(node.map, name));
    return node?.map?.fields.has(name) ? asMember(below) : below;
  });
  const items = mapBranches(branch.items, (child, text) =>
    hasChildren(child) ? withNamed(child, text.startsWith('k:') ? node?.list?.element : undefined) : child,
  );
  if (fields === branch.fields && items === branch.items) return branch;
  return { isMember: branch.isMember, fields, items };
}
