import { isQualifiedName, type KubeObject } from '@flux19/objects';
import { CliError } from '../../../program/cli-error.ts';

export interface Tenant {
  readonly name: string;
  readonly namespaces: readonly string[];
  /** What the tenant's account may do in each of its namespaces. */
  readonly clusterRole: string;
  readonly serviceAccount: string;
  readonly labels: Readonly<Record<string, string>>;
}

/** The objects of a tenant in one of its namespaces. */
export interface TenantObjects {
  readonly namespace: KubeObject;
  readonly account: KubeObject;
  readonly roleBinding: KubeObject;
}

const rbac = 'rbac.authorization.k8s.io';
const tenantLabel = 'toolkit.fluxcd.io/tenant';

/** What a tenant needs in each namespace. Throws CliError for names that objects cannot have. */
export function tenantObjects({
  name,
  namespaces,
  clusterRole,
  serviceAccount,
  labels,
}: Tenant): readonly TenantObjects[] {
  checkName('tenant name', name);
  const own = { ...labels, [tenantLabel]: name };
  return namespaces.map((namespace) => {
    checkName('namespace', namespace);
    checkName('service-account name', serviceAccount);
    return {
      namespace: { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: own } },
      account: { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace, labels: own } },
      roleBinding: {
        apiVersion: `${rbac}/v1`,
        kind: 'RoleBinding',
        metadata: { name: `${name}-reconciler`, namespace, labels: own },
        roleRef: { apiGroup: rbac, kind: 'ClusterRole', name: clusterRole },
        subjects: [
          { apiGroup: rbac, kind: 'User', name: `gotk:${namespace}:reconciler` },
          { kind: 'ServiceAccount', name: serviceAccount, namespace },
        ],
      },
    };
  });
}

function checkName(what: string, name: string): void {
  const faults = isQualifiedName(name);
  if (faults.length > 0) throw new CliError(`invalid ${what} '${name}': [${faults.join(' ')}]`);
}
