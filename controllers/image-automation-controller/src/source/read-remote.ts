import type { GitRepository } from '@flux19/api';
import { type GitCredentials, type GitProxy, type GitRemote, gitCredentialsFromSecret } from '@flux19/git';
import { type KubeClient, readSecret, type SecretData } from '@flux19/kube';
import { automationReasons, sourceFailure, stalled, textOf } from './source-error.ts';

/** Gives tokens of GitHub Apps. */
export interface GitHubAppTokens {
  token(data: SecretData, signal: AbortSignal): Promise<string>;
}

export interface RemoteEffects {
  readonly client: Pick<KubeClient, 'get'>;
  readonly gitHubApps?: GitHubAppTokens | undefined;
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
  const credentials = await readCredentials(effects, repository, data, signal);
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
  { gitHubApps }: RemoteEffects,
  { spec, metadata }: GitRepository,
  data: SecretData,
  signal: AbortSignal,
): Promise<GitCredentials> {
  const { url, provider = 'generic', secretRef } = spec;
  const credentials = parseCredentials(url, data);
  const isApp = (data['githubAppID'] ?? '') !== '';
  if (provider === 'github') {
    if (!isApp) throw invalid('secretRef with github app data must be specified when provider is set to github');
    return { ...credentials, username: 'x-access-token', password: await appToken(gitHubApps, data, signal) };
  }
  if (isApp) {
    const secret = `${metadata.namespace}/${secretRef?.name}`;
    throw invalid(`secretRef '${secret}' has github app data but provider is not set to github`);
  }
  if (provider === 'generic') return credentials;
  throw sourceFailure(`provider '${provider}' needs the identity of a cloud workload, which is not supported`);
}

function parseCredentials(url: string, data: SecretData): GitCredentials {
  try {
    return gitCredentialsFromSecret(url, data);
  } catch (cause) {
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
