import { printYaml } from '@flux19/yaml';
import type { ClusterCredentials } from './credentials.ts';

/** A kubeconfig (YAML) for the administrator of the cluster at `server`, a base URL. */
export function clusterKubeconfig(server: string, { token, tls }: ClusterCredentials): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [
      { name: 'flux19', cluster: { server, 'certificate-authority-data': Buffer.from(tls.ca).toString('base64') } },
    ],
    users: [{ name: 'flux19', user: { token } }],
    contexts: [{ name: 'flux19', context: { cluster: 'flux19', user: 'flux19' } }],
    'current-context': 'flux19',
    preferences: {},
  });
}
