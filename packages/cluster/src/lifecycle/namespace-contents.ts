import type { KubeObject } from '@flux19/objects';
import { type ControlPlan, createObject, settled } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';

/** Name of the ConfigMap by which Pods find the cluster's certificate authority. */
const authorityName = 'kube-root-ca.crt';

/**
 * Gives every namespace what workloads take for granted: the `default` ServiceAccount and the cluster's certificate authority.
 * @param certificateAuthority PEM; empty for a cluster that listens nowhere
 */
export function namespaceContentsController(certificateAuthority: () => string): ClusterController {
  const ownNamespace = (object: KubeObject) => [{ namespace: '', name: object.metadata.namespace ?? '' }];
  return {
    kind: 'Namespace',
    component: 'serviceaccount-controller',
    watches: [
      { kind: 'ServiceAccount', toKeys: ownNamespace },
      { kind: 'ConfigMap', toKeys: (object) => (object.metadata.name === authorityName ? ownNamespace(object) : []) },
    ],
    plan: (namespace, seen) => planContents(namespace, seen, certificateAuthority()),
  };
}

function planContents(namespace: KubeObject, { view }: Observation, certificateAuthority: string): ControlPlan {
  const { name, deletionTimestamp } = namespace.metadata;
  if (deletionTimestamp !== undefined) return settled;
  const wanted: KubeObject[] = [
    { apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'default', namespace: name } },
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: authorityName, namespace: name },
      data: { 'ca.crt': certificateAuthority },
    },
  ];
  const missing = wanted.filter(({ kind, metadata }) => {
    const known = kind === 'ConfigMap' ? 'ConfigMap' : 'ServiceAccount';
    return view.get(known, name, metadata.name) === undefined;
  });
  return { actions: missing.map(createObject) };
}
