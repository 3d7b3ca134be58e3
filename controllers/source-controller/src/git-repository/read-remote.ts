import { type GitRepository, reasons } from '@flux19/api';
import {
  type GitCredentials,
  GitError,
  type GitProxy,
  type GitRemote,
  gitCredentialsFromSecret,
  isEncryptedIdentity,
} from '@flux19/git';
import { type CloudLogins, type KubeClient, readSecret, type SecretData } from '@flux19/kube';
import { fetchFailure, textOf } from '../source/source-error.ts';
import { cloudGitCredentials } from './cloud-git-credentials.ts';
import { gitFailure } from './git-failure.ts';
import type { GitHubAppTokens } from './github-app-tokens.ts';

/** Gives the remote of a GitRepository with its credentials. Throws `SourceError`. */
export type RemoteReader = (object: GitRepository, signal: AbortSignal) => Promise<GitRemote>;

const stage = 'credentials';

/** Reads the secrets that `spec.secretRef` and `spec.proxySecretRef` name, in Flux's order and with its messages. */
export function createRemoteReader(client: KubeClient, gitHubApps: GitHubAppTokens, clouds: CloudLogins): RemoteReader {
  return async (object, signal) => {
    const { url } = object.spec;
    const proxy = await readProxy(client, object, signal);
    const data = await readData(client, object, signal);
    const ofCloud: CloudReader = (provider) => cloudGitCredentials(client, clouds, { object, provider, proxy }, signal);
    const credentials = await readCredentials(object, data ?? {}, { gitHubApps, ofCloud }, signal);
    return { url, credentials, ...(proxy === undefined ? {} : { proxy }) };
  };
}

async function readData(
  client: KubeClient,
  object: GitRepository,
  signal: AbortSignal,
): Promise<SecretData | undefined> {
  const { secretRef } = object.spec;
  if (secretRef === undefined) return undefined;
  try {
    return await readSecret(client, object.metadata.namespace, secretRef.name, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    // Flux says it twice.
    const attempt = `failed to get secret '${object.metadata.namespace}/${secretRef.name}'`;
    const message = `${attempt}: ${attempt}: ${textOf(thrown)}`;
    throw fetchFailure(reasons.authenticationFailed, message, { stage, cause: thrown });
  }
}

type CloudReader = (provider: 'azure' | 'aws') => Promise<GitCredentials>;

interface TokenSources {
  readonly gitHubApps: GitHubAppTokens;
  readonly ofCloud: CloudReader;
}

async function readCredentials(
  object: GitRepository,
  data: SecretData,
  { gitHubApps, ofCloud }: TokenSources,
  signal: AbortSignal,
): Promise<GitCredentials> {
  const { url, provider = 'generic' } = object.spec;
  const credentials = parseCredentials(url, data);
  checkPassphrase(object, credentials);
  if (provider === 'github') return gitHubCredentials(object, data, credentials, gitHubApps, signal);
  if (provider !== 'generic') return { ...withoutLogin(credentials), ...(await ofCloud(provider)) };
  if ((data['githubAppID'] ?? '') !== '') {
    const secret = `${object.metadata.namespace}/${object.spec.secretRef?.name}`;
    const message = `secretRef '${secret}' has github app data but provider is not set to github`;
    throw fetchFailure(reasons.invalidProviderConfiguration, message, { stage });
  }
  return credentials;
}

/** What the Secret says besides who somebody is: certificates. */
function withoutLogin({ username, password, bearerToken, ...rest }: GitCredentials): GitCredentials {
  return rest;
}

function parseCredentials(url: string, data: SecretData): GitCredentials {
  try {
    return gitCredentialsFromSecret(url, data);
  } catch (thrown) {
    throw thrown instanceof GitError ? gitFailure(thrown, url) : thrown;
  }
}

function checkPassphrase(object: GitRepository, { identity, password }: GitCredentials): void {
  if (identity === undefined || password !== undefined || !isEncryptedIdentity(identity)) return;
  const secret = `${object.metadata.namespace}/${object.spec.secretRef?.name}`;
  const message = `SSH identity key is encrypted but no 'password' field was provided in the secret '${secret}'`;
  throw fetchFailure(reasons.authenticationFailed, message, { stage });
}

async function gitHubCredentials(
  object: GitRepository,
  data: SecretData,
  credentials: GitCredentials,
  gitHubApps: GitHubAppTokens,
  signal: AbortSignal,
): Promise<GitCredentials> {
  const isRetried = object.spec.secretRef !== undefined;
  if (!isRetried || (data['githubAppID'] ?? '') === '') {
    const message = 'secretRef with github app data must be specified when provider is set to github';
    const retry = isRetried ? 'backoff' : 'never';
    throw fetchFailure(reasons.invalidProviderConfiguration, message, { stage, retry });
  }
  try {
    const password = await gitHubApps.token(data, signal);
    return { ...credentials, username: 'x-access-token', password };
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `failed to configure authentication options: ${textOf(thrown)}`;
    throw fetchFailure(reasons.authenticationFailed, message, { stage, cause: thrown });
  }
}

async function readProxy(
  client: KubeClient,
  object: GitRepository,
  signal: AbortSignal,
): Promise<GitProxy | undefined> {
  const { proxySecretRef } = object.spec;
  if (proxySecretRef === undefined) return undefined;
  const secret = `${object.metadata.namespace}/${proxySecretRef.name}`;
  const fail = (why: string, cause?: unknown) =>
    fetchFailure(reasons.authenticationFailed, `failed to configure proxy options: ${why}`, { stage, cause });
  const data = await readSecret(client, object.metadata.namespace, proxySecretRef.name, signal).catch((thrown) => {
    signal.throwIfAborted();
    const isAbsent = thrown instanceof Error && 'reason' in thrown && thrown.reason === 'NotFound';
    throw fail(
      isAbsent ? `secret '${secret}' not found` : `failed to get secret '${secret}': ${textOf(thrown)}`,
      thrown,
    );
  });
  const { address, username, password } = data;
  if (address === undefined) throw fail(`secret '${secret}': key 'address' not found`);
  if (address === '') throw fail(`secret '${secret}': proxy address is empty`);
  const scheme = address.split(':', 1)[0] ?? '';
  if (!/^(?:https?|socks5)$/.test(scheme)) {
    const supported = 'proxy URL must use one of the supported schemes (http, https, socks5)';
    throw fail(`secret '${secret}': ${supported}, got '${scheme}'`);
  }
  return {
    address,
    ...(username === undefined ? {} : { username }),
    ...(username === undefined || password === undefined ? {} : { password }),
  };
}
