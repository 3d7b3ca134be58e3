import { createKubeClient, type KubeClient, type KubeConnection, loadKubeconfig, parseKubeconfig } from '@flux19/kube';
import { printYaml } from '@flux19/yaml';
import type { ConnectionOptions } from './global-options.ts';

type Environment = Readonly<Record<string, string | undefined>>;

/**
 * Opens a client by the connection flags: a server named by flags, the cluster the process runs in (`inCluster`, when it runs in
 * one), or a kubeconfig. Throws KubeconfigError.
 */
export function connect(options: ConnectionOptions, environment: Environment, inCluster?: KubeConnection): KubeClient {
  const { fetch, server } = openConnection(options, environment, inCluster);
  const client = createKubeClient({ fetch, server, userAgent: 'flux19' });
  return options.as === undefined ? client : client.as({ user: options.as, groups: options.asGroup });
}

function openConnection(
  options: ConnectionOptions,
  environment: Environment,
  inCluster: KubeConnection | undefined,
): KubeConnection {
  const file = options.kubeconfig ?? environment['KUBECONFIG'];
  if (options.server !== undefined && file === undefined)
    return parseKubeconfig(kubeconfigOf(options), { allowFiles: true });
  if (file === undefined && inCluster !== undefined) return inCluster;
  // A person's own kubeconfig may start the credential programs that it names, as in kubectl.
  return loadKubeconfig({ file, context: options.context, allowExec: true, environment });
}

/** The kubeconfig that says what the flags say. */
function kubeconfigOf({ server, token, certificateAuthority, insecureSkipTlsVerify }: ConnectionOptions): string {
  const cluster = {
    server: server ?? '',
    ...(certificateAuthority === undefined ? {} : { 'certificate-authority': certificateAuthority }),
    ...(insecureSkipTlsVerify === true ? { 'insecure-skip-tls-verify': true } : {}),
  };
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'flags', cluster }],
    users: [{ name: 'flags', user: token === undefined ? {} : { token } }],
    contexts: [{ name: 'flags', context: { cluster: 'flags', user: 'flags' } }],
    'current-context': 'flags',
  });
}
