import type { KubeObject } from '@flux19/objects';

/** An object that a cluster cannot do without, and where it is stored. */
export interface RequiredObject {
  /** Group and plural. */
  readonly resource: string;
  readonly object: KubeObject;
}

/** The objects of a cluster that nobody has used yet. */
export function requiredObjects(): readonly RequiredObject[] {
  return ['default', 'kube-node-lease', 'kube-public', 'kube-system'].map(namespaceObject);
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
