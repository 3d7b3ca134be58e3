// The roles and bindings that a cluster has from the start:
// https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
import { deepCopy, type JsonObject, type KubeObject } from '@flux19/objects';
import { asKubeObject, objectField, objectsField, textField } from '../json/fields.ts';
import recorded from './default-roles.generated.json' with { type: 'json' };
import type { RequiredObject } from './required-objects.ts';

const group = 'rbac.authorization.k8s.io';
const plurals: Readonly<Record<string, string>> = {
  ClusterRole: 'clusterroles',
  ClusterRoleBinding: 'clusterrolebindings',
  Role: 'roles',
  RoleBinding: 'rolebindings',
};

/** Roles and bindings without which nobody could do anything once RBAC is enforced. */
export function defaultRoleObjects(): readonly RequiredObject[] {
  return Object.entries(recorded as unknown as Record<string, readonly JsonObject[]>).flatMap(([kind, objects]) =>
    objects.map((object) => ({ resource: `${group}/${plurals[kind]}`, object: roleObject(kind, object) })),
  );
}

function roleObject(kind: string, object: JsonObject): KubeObject {
  const { name, namespace, labels, roleRef, subjects, ...rules } = deepCopy(object);
  const metadata = {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...objectField({ labels: labels ?? {} }, 'labels') },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
  const reference =
    roleRef === undefined ? {} : { roleRef: { apiGroup: group, ...objectField({ roleRef }, 'roleRef') } };
  const whom = subjects === undefined ? {} : { subjects: objectsField({ subjects }, 'subjects').map(qualifiedSubject) };
  return asKubeObject({ kind, apiVersion: `${group}/v1`, metadata, ...rules, ...reference, ...whom } as JsonObject);
}

/** Service accounts belong to the core group, which is written as no group. */
function qualifiedSubject(subject: JsonObject): JsonObject {
  return textField(subject, 'kind') === 'ServiceAccount' ? subject : { apiGroup: group, ...subject };
}
