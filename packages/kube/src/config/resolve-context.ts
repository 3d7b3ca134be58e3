import { resolve } from 'node:path';
import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';
import { type ConnectionOverrides, overridden } from './connection-overrides.ts';
import type { ConnectionSettings } from './connection-settings.ts';
import {
  type CredentialSource,
  type Credentials,
  fixedCredentials,
  tokenFileCredentials,
} from './credential-source.ts';
import { execCredentials } from './exec-credentials.ts';
import { ExecNotAllowedError, KubeconfigError } from './kubeconfig-error.ts';
import type { Kubeconfig, KubeconfigEntry } from './kubeconfig-file.ts';

export interface ContextRules {
  readonly context?: string | undefined;
  readonly overrides?: ConnectionOverrides | undefined;
  readonly allowExec: boolean;
  readonly allowInsecureTls: boolean;
  readonly allowFiles: boolean;
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly nowMs: () => number;
  /** Text of a file, at once. */
  readonly readFile: (path: string) => string;
}

/** What a context of a kubeconfig means. Throws {@link KubeconfigError}. */
export function resolveContext(config: Kubeconfig, rules: ContextRules): ConnectionSettings {
  const name = rules.context ?? config.currentContext;
  if (name === '') throw new KubeconfigError(`${config.source} has no current-context: choose one with --context`);
  const context = find(config, 'context', config.contexts, name);
  const { overrides = {} } = rules;
  const clusterName = overrides.clusterName ?? text(context.value['cluster']) ?? '';
  const cluster = overridden(find(config, 'cluster', config.clusters, clusterName), overrides.cluster);
  const user = userOf(config, text(context.value['user']) ?? '', overrides);
  const isTlsVerified = cluster.value['insecure-skip-tls-verify'] !== true;
  if (!isTlsVerified && !rules.allowInsecureTls) {
    throw new KubeconfigError(
      `${config.source}: cluster "${cluster.name}" sets insecure-skip-tls-verify, which is not allowed here`,
    );
  }
  return {
    server: serverUrl(config, cluster),
    namespace: text(context.value['namespace']) ?? 'default',
    context: name,
    certificateAuthority: pem(config, cluster, 'certificate-authority', rules),
    tlsServerName: text(cluster.value['tls-server-name']),
    isTlsVerified,
    proxyUrl: text(cluster.value['proxy-url']),
    credentials: user === undefined ? fixedCredentials({}) : credentialsOf(config, user, rules),
  };
}

function userOf(
  config: Kubeconfig,
  named: string,
  { userName, user }: ConnectionOverrides,
): KubeconfigEntry | undefined {
  const name = userName ?? named;
  if (name !== '') return overridden(find(config, 'user', config.users, name), user);
  return user === undefined ? undefined : { name, value: user, folder: '/' };
}

function find(config: Kubeconfig, kind: string, entries: readonly KubeconfigEntry[], name: string): KubeconfigEntry {
  const found = entries.find((entry) => entry.name === name);
  if (found !== undefined) return found;
  const known = entries.map((entry) => entry.name).join(', ');
  throw new KubeconfigError(`${config.source} has no ${kind} "${name}"${known === '' ? '' : `; it has ${known}`}`);
}

function serverUrl(config: Kubeconfig, cluster: KubeconfigEntry): string {
  const server = text(cluster.value['server']) ?? '';
  const url = URL.canParse(server) ? new URL(server) : undefined;
  const isUsable =
    (url?.protocol === 'http:' || url?.protocol === 'https:') && url.username === '' && url.password === '';
  if (isUsable) return server.replace(/\/+$/, '');
  throw new KubeconfigError(
    `${config.source}: the server of cluster "${cluster.name}" is not a plain http or https URL`,
  );
}

function credentialsOf(config: Kubeconfig, user: KubeconfigEntry, rules: ContextRules): CredentialSource {
  const { value } = user;
  refuseImpersonation(config, user);
  const certificate = pem(config, user, 'client-certificate', rules);
  const key = pem(config, user, 'client-key', rules);
  const fixed: Credentials = { certificate, key };
  const token = text(value['token']);
  // kubectl: a token file is preferred over a token, and any token over a password.
  const tokenFile = text(value['tokenFile']);
  if (tokenFile !== undefined) {
    const path = allowedFile(config, user, 'tokenFile', tokenFile, rules);
    return tokenFileCredentials(async () => rules.readFile(path), rules.nowMs, fixed);
  }
  if (token !== undefined) return fixedCredentials({ ...fixed, authorization: `Bearer ${token}` });
  const username = text(value['username']);
  if (username !== undefined)
    return fixedCredentials({ ...fixed, authorization: basic(username, text(value['password']) ?? '') });
  if (isJsonObject(value['exec'])) return exec(config, user, value['exec'], rules);
  return fixedCredentials(fixed);
}

/** A kubeconfig that acts as somebody else would lose that identity here, so it is not used at all. */
function refuseImpersonation(config: Kubeconfig, { name, value }: KubeconfigEntry): void {
  if (value['auth-provider'] !== undefined) {
    throw new KubeconfigError(
      `${config.source}: user "${name}" uses an auth-provider, which Kubernetes has removed: use an exec plugin or a token`,
    );
  }
  const used = Object.keys(value).find((key) => key === 'as' || key.startsWith('as-') || key.startsWith('impersonate'));
  if (used !== undefined)
    throw new KubeconfigError(`${config.source}: user "${name}" impersonates by "${used}", which is not supported`);
}

function exec(config: Kubeconfig, user: KubeconfigEntry, settings: JsonObject, rules: ContextRules): CredentialSource {
  if (!rules.allowExec) {
    throw new ExecNotAllowedError(
      `${config.source}: user "${user.name}" gets its credentials from the program ${JSON.stringify(text(settings['command']) ?? '')}, ` +
        'which is not started unless --insecure-kubeconfig-exec allows it',
    );
  }
  return execCredentials({ exec: settings, folder: user.folder, environment: rules.environment, nowMs: rules.nowMs });
}

function pem(config: Kubeconfig, entry: KubeconfigEntry, key: string, rules: ContextRules): string | undefined {
  const data = text(entry.value[`${key}-data`]);
  if (data !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  const file = text(entry.value[key]);
  return file === undefined ? undefined : rules.readFile(allowedFile(config, entry, key, file, rules));
}

function allowedFile(
  config: Kubeconfig,
  entry: KubeconfigEntry,
  key: string,
  file: string,
  rules: ContextRules,
): string {
  if (rules.allowFiles) return resolve(entry.folder, file);
  throw new KubeconfigError(
    `${config.source}: ${key} of "${entry.name}" names a file, which is not allowed here: put its content into ${key}-data`,
  );
}

function basic(username: string, password: string): string {
  return `Basic ${Buffer.from(`${username}:${password}`, 'utf8').toString('base64')}`;
}

function text(value: JsonValue | undefined): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}
