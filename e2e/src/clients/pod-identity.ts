import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '@flux19/processes';
import type { Kubectl } from './kubectl.ts';

/** What a kubelet gives to every Pod, for a process outside of Pods. */
export interface PodIdentity {
  /** Environment of a process in a Pod. */
  readonly environment: Readonly<Record<string, string>>;
  /** Words before the command, after which it finds the files where a Pod has them, and no other process does. */
  readonly before: readonly [string, ...string[]];
}

/** Makes the folder that a kubelet mounts for a ServiceAccount: a fresh token, the authority of the server, the namespace. */
export async function podIdentity(
  kubectl: Kubectl,
  { namespace, name }: { readonly namespace: string; readonly name: string },
  folder: string,
): Promise<PodIdentity> {
  await mkdir(folder, { recursive: true });
  const cluster = await kubectl.field('config view --raw', '.clusters[0].cluster');
  const { server, 'certificate-authority-data': authority } = JSON.parse(cluster) as Record<string, string>;
  await writeFile(join(folder, 'token'), await kubectl.run(`create token ${name} -n ${namespace}`));
  await writeFile(join(folder, 'ca.crt'), Buffer.from(authority ?? '', 'base64'));
  await writeFile(join(folder, 'namespace'), namespace);
  const { hostname, port } = new URL(server ?? '');
  return {
    environment: { KUBERNETES_SERVICE_HOST: hostname, KUBERNETES_SERVICE_PORT: port, RUNTIME_NAMESPACE: namespace },
    before: ['unshare', '--mount', '--map-root-user', '--', 'sh', '-c', mountScript, folder],
  };
}

/** Sees another /run than all other processes, with nothing but the folder of the ServiceAccount in it. */
const mountScript =
  'mount -t tmpfs none /run && mkdir -p /run/secrets/kubernetes.io && ln -s "$0" /run/secrets/kubernetes.io/serviceaccount && exec "$@"';

/** Why a process cannot be given the identity of a Pod here; false when it can. */
export async function whyNoPodIdentity(): Promise<string | false> {
  const script = 'mount -t tmpfs none /run && test -d /var/run';
  const result = await runCommand('unshare', ['--mount', '--map-root-user', '--', 'sh', '-c', script], {
    environment: { PATH: process.env['PATH'] ?? '' },
  }).catch(() => undefined);
  return result?.code === 0 ? false : 'skipped: "unshare --mount" is missing or not allowed';
}
