import { type OciRepository, reasons } from '@flux19/api';
import { hasReason, type KubeClient, readSecret, type SecretData } from '@flux19/kube';
import type { CloudCredentials } from '@flux19/oci';
import {
  type CloudProvider,
  type CredentialSource,
  certificatesFromSecret,
  dockerConfigCredentials,
  proxyFromSecret,
  type RegistryConnectionOptions,
} from '@flux19/oci';
import { fetchFailure, SourceError, textOf } from '../source/source-error.ts';
import { readPullSecrets } from './read-pull-secrets.ts';
import type { RegistryAccess } from './registry-access.ts';

const stage = 'credentials';

/** Reads everything that the spec names to reach its registry, in Flux's order and with its messages. Throws `SourceError`. */
export async function readAccess(
  client: KubeClient,
  object: OciRepository,
  cloud: CloudCredentials | undefined,
  signal: AbortSignal,
): Promise<RegistryAccess> {
  const { insecure = false } = object.spec;
  const keychain = await attempt('failed to get credential', signal, () => readKeychain(client, object, signal));
  const proxy = await attempt('failed to get proxy address', signal, () => readProxy(client, object, signal));
  const identity = keychain === undefined ? cloudProvider(object) : undefined;
  const transport = `failed to generate transport for '${object.spec.url}'`;
  const tls = await attempt(transport, signal, () => readCertificates(client, object, signal));
  const connection = { ...tls, ...proxy };
  const credentials = identity === undefined ? keychain : cloudCredentials(identity, cloud, connection);
  return { connection, credentials, insecure };
}

async function readKeychain(
  client: KubeClient,
  object: OciRepository,
  signal: AbortSignal,
): Promise<CredentialSource | undefined> {
  const configs = await readPullSecrets(client, object, signal);
  return configs === undefined ? undefined : dockerConfigCredentials(configs);
}

async function readProxy(
  client: KubeClient,
  { metadata, spec }: OciRepository,
  signal: AbortSignal,
): Promise<RegistryConnectionOptions> {
  if (spec.proxySecretRef === undefined) return {};
  const { name } = spec.proxySecretRef;
  const data = await readNamedSecret(client, metadata.namespace, name, signal);
  return { proxyUrl: proxyFromSecret(`${metadata.namespace}/${name}`, data) };
}

/** Flux: the only place where a certificate may go unchecked is an insecure registry without certificates of its own. */
async function readCertificates(
  client: KubeClient,
  { metadata, spec }: OciRepository,
  signal: AbortSignal,
): Promise<RegistryConnectionOptions> {
  const name = spec.certSecretRef?.name ?? '';
  if (name === '') return spec.insecure === true ? { skipVerification: true } : {};
  const data = await readNamedSecret(client, metadata.namespace, name, signal);
  return certificatesFromSecret(`${metadata.namespace}/${name}`, data);
}

/** The cloud that vouches for this machine, when the spec wants one. */
function cloudProvider({ spec }: OciRepository): CloudProvider | undefined {
  const { provider = 'generic', serviceAccountName } = spec;
  if (provider === 'generic') return undefined;
  if (serviceAccountName !== undefined && serviceAccountName !== '') {
    const message =
      'to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
    throw new SourceError(reasons.featureGateDisabled, message, { stage, retry: 'never' });
  }
  return provider;
}

function cloudCredentials(
  provider: CloudProvider,
  cloud: CloudCredentials | undefined,
  connection: RegistryConnectionOptions,
): CredentialSource {
  if (cloud !== undefined) return cloud(provider, connection);
  const why = 'this process has no identity in a cloud';
  throw fetchFailure(reasons.authenticationFailed, `failed to get credential from ${provider}: ${why}`, { stage });
}

async function readNamedSecret(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<SecretData> {
  try {
    return await readSecret(client, namespace, name, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw secretFailure(`${namespace}/${name}`, thrown);
  }
}

function secretFailure(secret: string, thrown: unknown): Error {
  const isMissing = hasReason(thrown, 'NotFound');
  const message = isMissing ? `secret '${secret}' not found` : `failed to get secret '${secret}': ${textOf(thrown)}`;
  return new Error(message, { cause: thrown });
}

async function attempt<Result>(what: string, signal: AbortSignal, act: () => Promise<Result>): Promise<Result> {
  try {
    return await act();
  } catch (thrown) {
    signal.throwIfAborted();
    throw fetchFailure(reasons.authenticationFailed, `${what}: ${textOf(thrown)}`, { stage, cause: thrown });
  }
}
