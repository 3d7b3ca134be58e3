import type { KubeObject } from '@flux19/objects';
import type { InstallSettings } from '../../installation/install-objects.ts';

/** A Secret by which the image can be pulled. `credentials` is `user:password`. */
export function pullSecret({ namespace, registry, imagePullSecret }: InstallSettings, credentials: string): KubeObject {
  const [username = '', password = ''] = credentials.split(':');
  const host = registry.split('/')[0] ?? '';
  const auth = Buffer.from(credentials).toString('base64');
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: imagePullSecret, namespace },
    type: 'kubernetes.io/dockerconfigjson',
    stringData: { '.dockerconfigjson': JSON.stringify({ auths: { [host]: { username, password, auth } } }) },
  };
}
