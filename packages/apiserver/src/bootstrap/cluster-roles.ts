// The roles that a cluster has from the start: https://kubernetes.io/docs/reference/access-authn-authz/rbac/#default-roles-and-role-bindings
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { RequiredObject } from './required-objects.ts';

const group = 'rbac.authorization.k8s.io';
const readVerbs = ['get', 'list', 'watch'];
const writeVerbs = ['create', 'delete', 'deletecollection', 'patch', 'update'];

/** Resources that users of a namespace work with, by API group. */
const workResources: Readonly<Record<string, readonly string[]>> = {
  '': [
    'configmaps',
    'endpoints',
    'persistentvolumeclaims',
    'pods',
    'replicationcontrollers',
    'serviceaccounts',
    'services',
  ],
  apps: [
    'daemonsets',
    'deployments',
    'deployments/scale',
    'replicasets',
    'replicasets/scale',
    'statefulsets',
    'statefulsets/scale',
  ],
  autoscaling: ['horizontalpodautoscalers'],
  batch: ['cronjobs', 'jobs'],
  'discovery.k8s.io': ['endpointslices'],
  'networking.k8s.io': ['ingresses', 'networkpolicies'],
  policy: ['poddisruptionbudgets'],
};

/** What may be read beyond that. */
const readResources: Readonly<Record<string, readonly string[]>> = {
  '': [
    'bindings',
    'events',
    'limitranges',
    'namespaces',
    'namespaces/status',
    'pods/log',
    'pods/status',
    'resourcequotas',
    'resourcequotas/status',
  ],
};

function rules(resources: Readonly<Record<string, readonly string[]>>, verbs: readonly string[]): JsonObject[] {
  return Object.entries(resources).map(([apiGroup, names]) => ({
    apiGroups: [apiGroup],
    resources: [...names],
    verbs: [...verbs],
  }));
}

const viewRules = [...rules(workResources, readVerbs), ...rules(readResources, readVerbs)];
const editRules = [
  ...rules(workResources, writeVerbs),
  { apiGroups: [''], resources: ['secrets'], verbs: [...readVerbs, ...writeVerbs] },
  {
    apiGroups: [''],
    resources: ['pods/attach', 'pods/exec', 'pods/portforward', 'pods/proxy', 'services/proxy'],
    verbs: ['get', ...writeVerbs],
  },
  { apiGroups: [''], resources: ['pods/eviction', 'serviceaccounts/token'], verbs: ['create'] },
  { apiGroups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
  { apiGroups: [''], resources: ['events'], verbs: [...writeVerbs] },
  { apiGroups: ['coordination.k8s.io'], resources: ['leases'], verbs: [...readVerbs, ...writeVerbs] },
];
const adminRules = [
  { apiGroups: ['authorization.k8s.io'], resources: ['localsubjectaccessreviews'], verbs: ['create'] },
  { apiGroups: [group], resources: ['rolebindings', 'roles'], verbs: [...readVerbs, ...writeVerbs] },
];
const reviewRules = [
  {
    apiGroups: ['authorization.k8s.io'],
    resources: ['selfsubjectaccessreviews', 'selfsubjectrulesreviews'],
    verbs: ['create'],
  },
  { apiGroups: ['authentication.k8s.io'], resources: ['selfsubjectreviews'], verbs: ['create'] },
];
const discoveryPaths = [
  '/api',
  '/api/*',
  '/apis',
  '/apis/*',
  '/healthz',
  '/livez',
  '/openapi',
  '/openapi/*',
  '/readyz',
  '/version',
  '/version/',
];
const publicPaths = ['/healthz', '/livez', '/readyz', '/version', '/version/'];
const everything = [
  { apiGroups: ['*'], resources: ['*'], verbs: ['*'] },
  { nonResourceURLs: ['*'], verbs: ['*'] },
];

const aggregatePrefix = `${group}/aggregate-to-`;

/** Roles and bindings without which nobody could do anything once RBAC is enforced. */
export function clusterRoleObjects(): readonly RequiredObject[] {
  return [
    role('cluster-admin', everything),
    aggregatedRole('admin', [...adminRules, ...editRules, ...viewRules]),
    aggregatedRole('edit', [...editRules, ...viewRules]),
    aggregatedRole('view', viewRules),
    role('system:aggregate-to-admin', adminRules, { [`${aggregatePrefix}admin`]: 'true' }),
    role('system:aggregate-to-edit', editRules, { [`${aggregatePrefix}edit`]: 'true' }),
    role('system:aggregate-to-view', viewRules, { [`${aggregatePrefix}view`]: 'true' }),
    role('system:basic-user', reviewRules),
    role('system:discovery', [{ nonResourceURLs: discoveryPaths, verbs: ['get'] }]),
    role('system:public-info-viewer', [{ nonResourceURLs: publicPaths, verbs: ['get'] }]),
    binding('cluster-admin', 'system:masters'),
    binding('system:basic-user', 'system:authenticated'),
    binding('system:discovery', 'system:authenticated'),
    binding('system:public-info-viewer', 'system:authenticated', 'system:unauthenticated'),
  ];
}

function role(name: string, roleRules: readonly JsonObject[], labels: Record<string, string> = {}): RequiredObject {
  const object: KubeObject = {
    kind: 'ClusterRole',
    apiVersion: `${group}/v1`,
    metadata: metadata(name, labels),
    rules: roleRules,
  };
  return { resource: `${group}/clusterroles`, object };
}

/** A role that gathers the rules of those with its label; its own rules are what they give at the start. */
function aggregatedRole(name: string, roleRules: readonly JsonObject[]): RequiredObject {
  const made = role(name, roleRules, nextLabel(name));
  const selectors = [{ matchLabels: { [`${aggregatePrefix}${name}`]: 'true' } }];
  return { ...made, object: { ...made.object, aggregationRule: { clusterRoleSelectors: selectors } } };
}

/** Viewing is part of editing, editing of administering. */
function nextLabel(name: string): Record<string, string> {
  const next: Readonly<Record<string, string>> = { view: 'edit', edit: 'admin' };
  const above = next[name];
  return above === undefined ? {} : { [`${aggregatePrefix}${above}`]: 'true' };
}

function binding(name: string, ...groups: readonly string[]): RequiredObject {
  const object: KubeObject = {
    kind: 'ClusterRoleBinding',
    apiVersion: `${group}/v1`,
    metadata: metadata(name, {}),
    roleRef: { apiGroup: group, kind: 'ClusterRole', name },
    subjects: groups.map((subject) => ({ kind: 'Group', apiGroup: group, name: subject })),
  };
  return { resource: `${group}/clusterrolebindings`, object };
}

function metadata(name: string, labels: Record<string, string>): KubeObject['metadata'] {
  return {
    name,
    labels: { 'kubernetes.io/bootstrapping': 'rbac-defaults', ...labels },
    annotations: { 'rbac.authorization.kubernetes.io/autoupdate': 'true' },
  };
}
