import type { KubeObject } from './kube-object.ts';
import { isReference, type ObjectReference, objectReference } from './object-reference.ts';

const rbacGroup = 'rbac.authorization.k8s.io';
const rbacKinds: ReadonlySet<string> = new Set(['Role', 'RoleBinding', 'ClusterRole', 'ClusterRoleBinding']);

/** An inventory entry that does not name an object. */
export class InventoryIdError extends Error {
  override readonly name = 'InventoryIdError';
  readonly reason = 'InvalidInventoryId';
}

/**
 * The id of an object in a Flux inventory: `<namespace>_<name>_<group>_<kind>`, where `:` in names of RBAC objects
 * is written `__`. The core group and the namespace of cluster-wide objects are empty.
 */
export function inventoryId(object: KubeObject | ObjectReference): string {
  const { namespace, name, group, kind } = isReference(object) ? object : objectReference(object);
  const stored = group === rbacGroup && rbacKinds.has(kind) ? name.replaceAll(':', '__') : name;
  return `${namespace}_${stored}_${group}_${kind}`;
}

/** Reads an inventory id. Throws {@link InventoryIdError} when it has fewer than four parts. */
export function parseInventoryId(id: string): ObjectReference {
  const nameAt = id.indexOf('_') + 1;
  const kindAt = id.lastIndexOf('_');
  const groupAt = kindAt > 0 ? id.lastIndexOf('_', kindAt - 1) : -1;
  if (nameAt === 0 || groupAt < nameAt) throw new InventoryIdError(`unable to parse stored object metadata: ${id}`);
  return {
    namespace: id.slice(0, nameAt - 1),
    name: id.slice(nameAt, groupAt).replaceAll('__', ':'),
    group: id.slice(groupAt + 1, kindAt),
    kind: id.slice(kindAt + 1),
  };
}
