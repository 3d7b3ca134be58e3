import { resolve } from 'node:path';
import {
  type ConnectionOverrides,
  createKubeClient,
  type KubeClient,
  type KubeClientOptions,
  type KubeConnection,
  loadKubeconfig,
  parseKubeconfig,
} from '@flux19/kube';
import { getKey, type JsonObject, setKey } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import { CliError } from './cli-error.ts';
import type { ConnectionOptions } from './global-options.ts';

/** Where connections come from besides the flags. */
export interface ConnectSurroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  /** Folder that paths of flags begin at. */
  readonly workingFolder: string;
  /** The cluster that the process runs in. */
  readonly inCluster?: KubeConnection | undefined;
}

/** What a client does besides. */
export type ClientExtras = Pick<KubeClientOptions, 'onAnswer' | 'rateLimit'>;

/**
 * Opens a client by the connection flags: a server named by flags alone, the cluster the process runs in, or a kubeconfig, whose
 * context the other flags change. Throws KubeconfigError.
 */
export function connect(
  options: ConnectionOptions,
  surroundings: ConnectSurroundings,
  more: ClientExtras = {},
): KubeClient {
  const { fetch, server } = openConnection(options, surroundings);
  const client = createKubeClient({ fetch, server, userAgent: 'flux19', ...rateLimit(options), ...more });
  if (options.as === undefined) return client;
  const extra = options.asUserExtra === undefined ? undefined : parseExtra(options.asUserExtra);
  return client.as({ user: options.as, groups: options.asGroup, uid: options.asUid, extra });
}

/** What flux allows at once when only the other limit is given. */
const defaultBurst = 300;

function rateLimit({ kubeApiQps, kubeApiBurst = defaultBurst }: ConnectionOptions): ClientExtras {
  return kubeApiQps === undefined ? {} : { rateLimit: { qps: kubeApiQps, burst: kubeApiBurst } };
}

/** Values by keys of `key=value`. Throws CliError for what is none. */
function parseExtra(pairs: readonly string[]): Record<string, string[]> {
  const extra: Record<string, string[]> = {};
  for (const pair of pairs) {
    const [key = '', value] = pair.split(/=(.*)/s);
    if (value === undefined)
      throw new CliError(`invalid argument "${pair}" for "--as-user-extra" flag: must be key=value`);
    setKey(extra, key, [...(getKey(extra, key) ?? []), value]);
  }
  return extra;
}

/** The namespace of the context that {@link connect} would use. Throws KubeconfigError. */
export function namespaceOf(options: ConnectionOptions, surroundings: ConnectSurroundings): string {
  const connection = openConnection(options, surroundings);
  void connection.close();
  return connection.namespace;
}

function openConnection(options: ConnectionOptions, surroundings: ConnectSurroundings): KubeConnection {
  const { environment, workingFolder, inCluster } = surroundings;
  const file =
    options.kubeconfig === undefined ? environment['KUBECONFIG'] : resolve(workingFolder, options.kubeconfig);
  const overrides = overridesOf(options, workingFolder);
  if (file === undefined && options.server !== undefined) {
    return parseKubeconfig(kubeconfigOf(overrides), { allowFiles: true });
  }
  if (file === undefined && inCluster !== undefined) return inCluster;
  // A person's own kubeconfig may start the credential programs that it names, as in kubectl.
  return loadKubeconfig({ file, context: options.context, overrides, allowExec: true, environment });
}

function overridesOf(options: ConnectionOptions, workingFolder: string): ConnectionOverrides {
  const path = (file: string | undefined): string | undefined =>
    file === undefined ? undefined : resolve(workingFolder, file);
  const cluster = given({
    server: options.server,
    'certificate-authority': path(options.certificateAuthority),
    'insecure-skip-tls-verify': options.insecureSkipTlsVerify,
    'tls-server-name': options.tlsServerName,
  });
  const user = given({
    token: options.token,
    'client-certificate': path(options.clientCertificate),
    'client-key': path(options.clientKey),
  });
  return { clusterName: options.cluster, userName: options.user, cluster, user };
}

/** The fields that have a value; undefined when none has. */
function given(fields: JsonObject): JsonObject | undefined {
  const entries = Object.entries(fields).filter(([, value]) => value !== undefined);
  return entries.length === 0 ? undefined : Object.fromEntries(entries);
}

/** The kubeconfig that says what the flags say. */
function kubeconfigOf({ cluster = {}, user = {} }: ConnectionOverrides): string {
  return printYaml({
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name: 'flags', cluster }],
    users: [{ name: 'flags', user }],
    contexts: [{ name: 'flags', context: { cluster: 'flags', user: 'flags' } }],
    'current-context': 'flags',
  });
}
