// https://kubernetes.io/docs/reference/access-authn-authz/mutating-admission-policy/
import type { CelType, StructTypes } from '@flux19/cel';

const dyn: CelType = { kind: 'dyn' };
const text: CelType = { kind: 'string' };
const patchFields: Readonly<Record<string, CelType>> = { op: text, from: text, path: text, value: dyn };

/** Types of what expressions that change objects make: parts of objects, named after their place, and operations of patches. */
export const patchTypes: StructTypes = (typeName, field) => {
  if (typeName === 'JSONPatch') {
    const known = field === undefined ? undefined : patchFields[field];
    if (known !== undefined) return known;
    // Kubernetes: a field that an operation does not have is of no type, which is what the message says.
    return { kind: 'opaque', name: field === undefined ? typeName : '' };
  }
  if (typeName !== 'Object' && !typeName.startsWith('Object.')) return undefined;
  return field === undefined ? { kind: 'opaque', name: typeName } : dyn;
};
