import type { KubeObject } from '@flux19/objects';
import { defaultRoleObjects } from './default-roles.ts';

/** An object that a cluster cannot do without, and where it is stored. */
export interface RequiredObject {
  /** Group and plural. */
  readonly resource: string;
  readonly object: KubeObject;
}

/** The objects of a cluster that nobody has used yet. */
export function requiredObjects(): readonly RequiredObject[] {
  const namespaces = ['default', 'kube-node-lease', 'kube-public', 'kube-system'].map(namespaceObject);
  return [...namespaces, ...defaultRoleObjects(), ...priorityClassObjects()];
}

function namespaceObject(name: string): RequiredObject {
  const object: KubeObject = {
    kind: 'Namespace',
    apiVersion: 'v1',
    metadata: { name, labels: { 'kubernetes.io/metadata.name': name } },
    spec: { finalizers: ['kubernetes'] },
    status: { phase: 'Active' },
  };
  return { resource: '/namespaces', object };
}

const systemPriorities: Readonly<Record<string, readonly [value: number, description: string]>> = {
  'system-cluster-critical': [
    2_000_000_000,
    'Used for system critical pods that must run in the cluster, but can be moved to another node if necessary.',
  ],
  'system-node-critical': [
    2_000_001_000,
    'Used for system critical pods that must not be moved from their current node.',
  ],
};

function priorityClassObjects(): RequiredObject[] {
  return Object.entries(systemPriorities).map(([name, [value, description]]) => ({
    resource: 'scheduling.k8s.io/priorityclasses',
    object: {
      kind: 'PriorityClass',
      apiVersion: 'scheduling.k8s.io/v1',
      metadata: { name, generation: 1 },
      value,
      description,
      preemptionPolicy: 'PreemptLowerPriority',
    },
  }));
}
