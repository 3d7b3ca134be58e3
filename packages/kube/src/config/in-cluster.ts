import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { tokenFileCredentials } from './credential-source.ts';
import type { KubeConnection } from './kube-connection.ts';
import { openConnection } from './open-connection.ts';

export interface InClusterOptions {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Where the service account is mounted; Kubernetes' place when absent. */
  readonly folder?: string;
}

/** The connection of a Pod: token and authority of its service account. Undefined outside a cluster. */
export async function loadInClusterConfig({
  environment,
  folder = '/var/run/secrets/kubernetes.io/serviceaccount',
}: InClusterOptions): Promise<KubeConnection | undefined> {
  const host = environment['KUBERNETES_SERVICE_HOST'];
  const port = environment['KUBERNETES_SERVICE_PORT'];
  if (host === undefined || host === '' || port === undefined) return undefined;
  const tokenFile = join(folder, 'token');
  const read = (name: string): Promise<string> => readFile(join(folder, name), 'utf8');
  return openConnection({
    server: `https://${host.includes(':') ? `[${host}]` : host}:${port}`,
    namespace: (await read('namespace').catch(() => '')).trim() || 'default',
    context: '',
    certificateAuthority: await read('ca.crt'),
    tlsServerName: undefined,
    isTlsVerified: true,
    proxyUrl: undefined,
    credentials: tokenFileCredentials(
      () => readFile(tokenFile, 'utf8'),
      () => Date.now(),
      {},
    ),
  });
}
