import { type ClientName, createClientCredentials } from '@flux19/listener';
import { printYaml } from '@flux19/yaml';
import type { ClusterCredentials } from './credentials.ts';

/** A kubeconfig (YAML) for the administrator of the cluster at `server`, a base URL. */
export function clusterKubeconfig(server: string, credentials: ClusterCredentials): string {
  return kubeconfigOf(server, credentials, { token: credentials.token });
}

/** A kubeconfig for a user who proves to be one by a client certificate, made for a year. */
export function certificateKubeconfig(
  server: string,
  credentials: ClusterCredentials,
  client: ClientName,
  nowMs: number,
): string {
  const { cert, key } = createClientCredentials(credentials.clientAuthority, client, nowMs);
  const user = { 'client-certificate-data': base64(cert), 'client-key-data': base64(key) };
  return kubeconfigOf(server, credentials, user);
}

function kubeconfigOf(server: string, { tls }: ClusterCredentials, user: Readonly<Record<string, string>>): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'flux19', cluster: { server, 'certificate-authority-data': base64(tls.ca) } }],
    users: [{ name: 'flux19', user }],
    contexts: [{ name: 'flux19', context: { cluster: 'flux19', user: 'flux19' } }],
    'current-context': 'flux19',
    preferences: {},
  });
}

function base64(text: string): string {
  return Buffer.from(text).toString('base64');
}
