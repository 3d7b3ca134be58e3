import { type GitRepository, reasons } from '@flux19/api';
import { type GitCredentials, type GitProxy, type GitRemote, gitCredentialsFromSecret, proxyUrl } from '@flux19/git';
import {
  type CloudLogins,
  findGitLogin,
  type KubeClient,
  readSecret,
  type SecretData,
  workloadIdentityObstacle,
} from '@flux19/kube';
import { automationReasons, sourceFailure, stalled, textOf } from './source-error.ts';

/** Gives tokens of GitHub Apps. */
export interface GitHubAppTokens {
  token(data: SecretData, signal: AbortSignal): Promise<string>;
}

export interface RemoteEffects {
  readonly client: Pick<KubeClient, 'get' | 'request'>;
  readonly gitHubApps?: GitHubAppTokens | undefined;
  /** For the providers azure and aws; such repositories fail when absent. */
  readonly cloudLogins?: CloudLogins | undefined;
}

/** The remote of a GitRepository with its credentials. Throws `ReconcileError`. */
export async function readRemote(
  effects: RemoteEffects,
  repository: GitRepository,
  signal: AbortSignal,
): Promise<GitRemote> {
  const { url, secretRef } = repository.spec;
  const proxy = await readProxy(effects, repository, signal);
  const data = secretRef === undefined ? {} : await readAuthSecret(effects, repository, secretRef.name, signal);
  const credentials = await readCredentials(effects, repository, { data, proxy }, signal);
  return { url, credentials, ...(proxy === undefined ? {} : { proxy }) };
}

async function readAuthSecret(
  { client }: RemoteEffects,
  { metadata }: GitRepository,
  name: string,
  signal: AbortSignal,
): Promise<SecretData> {
  try {
    return await readSecret(client, metadata.namespace, name, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const why = `failed to get auth secret '${metadata.namespace}/${name}': ${textOf(cause)}`;
    throw sourceFailure(why, cause);
  }
}

async function readCredentials(
  effects: RemoteEffects,
  repository: GitRepository,
  { data, proxy }: { readonly data: SecretData; readonly proxy: GitProxy | undefined },
  signal: AbortSignal,
): Promise<GitCredentials> {
  const { spec, metadata } = repository;
  const { url, provider = 'generic', secretRef } = spec;
  const credentials = parseCredentials(url, data);
  const isApp = (data['githubAppID'] ?? '') !== '';
  if (provider === 'github') {
    if (!isApp) throw invalid('secretRef with github app data must be specified when provider is set to github');
    return { ...credentials, username: 'x-access-token', password: await appToken(effects.gitHubApps, data, signal) };
  }
  if (isApp) {
    const secret = `${metadata.namespace}/${secretRef?.name}`;
    throw invalid(`secretRef '${secret}' has github app data but provider is not set to github`);
  }
  if (provider === 'generic') return credentials;
  const { username, password, bearerToken, ...others } = credentials;
  return { ...others, ...(await cloudLogin(effects, repository, provider, proxy, signal)) };
}

function parseCredentials(url: string, data: SecretData): GitCredentials {
  try {
    return gitCredentialsFromSecret(url, data);
  } catch (cause) {
    throw sourceFailure(`failed to configure authentication options: ${textOf(cause)}`, cause);
  }
}

async function cloudLogin(
  { client, cloudLogins }: RemoteEffects,
  { spec, metadata }: GitRepository,
  provider: 'azure' | 'aws',
  proxy: GitProxy | undefined,
  signal: AbortSignal,
): Promise<GitCredentials> {
  if (cloudLogins === undefined) throw sourceFailure('this process has no identity in a cloud');
  const { url, serviceAccountName: accountName = '' } = spec;
  if (accountName !== '' && !cloudLogins.rules.isEnabled) {
    throw stalled(reasons.featureGateDisabled, workloadIdentityObstacle('spec.serviceAccountName', 'provider'));
  }
  try {
    const { namespace = '' } = metadata;
    const way = proxy === undefined ? undefined : proxyUrl(proxy);
    return await findGitLogin(client, cloudLogins, { provider, url, namespace, accountName, proxyUrl: way }, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw sourceFailure(`failed to configure authentication options: ${textOf(cause)}`, cause);
  }
}

async function appToken(apps: GitHubAppTokens | undefined, data: SecretData, signal: AbortSignal): Promise<string> {
  if (apps === undefined) throw sourceFailure('tokens of GitHub Apps are not available in this process');
  try {
    return await apps.token(data, signal);
  } catch (cause) {
    signal.throwIfAborted();
    throw sourceFailure(`failed to configure authentication options: ${textOf(cause)}`, cause);
  }
}

async function readProxy(
  { client }: RemoteEffects,
  { spec, metadata }: GitRepository,
  signal: AbortSignal,
): Promise<GitProxy | undefined> {
  if (spec.proxySecretRef === undefined) return undefined;
  const secret = `secret '${metadata.namespace}/${spec.proxySecretRef.name}'`;
  const data = await readSecret(client, metadata.namespace, spec.proxySecretRef.name, signal).catch((cause) => {
    signal.throwIfAborted();
    throw sourceFailure(`failed to get ${secret}: ${textOf(cause)}`, cause);
  });
  const { address, username, password } = data;
  if (address === undefined) throw sourceFailure(`${secret}: key 'address' not found`);
  if (!/^(?:https?|socks5):\/\//.test(address)) {
    throw sourceFailure(`${secret}: proxy URL must use one of the supported schemes (http, https, socks5)`);
  }
  return {
    address,
    ...(username === undefined ? {} : { username }),
    ...(username === undefined || password === undefined ? {} : { password }),
  };
}

function invalid(why: string) {
  return stalled(automationReasons.invalidSourceConfiguration, `${why}: invalid source configuration`);
}
