import { type OciRepository, reasons } from '@flux19/api';
import {
  findWorkloadAccount,
  hasReason,
  type KubeClient,
  readSecret,
  type SecretData,
  type WorkloadIdentityRules,
  workloadIdentityObstacle,
} from '@flux19/kube';
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

/** Who signs in to the registries of clouds. */
export interface CloudIdentities {
  /** Without it objects with a provider fail. */
  readonly credentials: CloudCredentials | undefined;
  readonly rules: WorkloadIdentityRules;
}

const stage = 'credentials';

/** Reads everything that the spec names to reach its registry, in Flux's order and with its messages. Throws `SourceError`. */
export async function readAccess(
  client: KubeClient,
  object: OciRepository,
  cloud: CloudIdentities,
  signal: AbortSignal,
): Promise<RegistryAccess> {
  const { insecure = false } = object.spec;
  const keychain = await attempt('failed to get credential', signal, () => readKeychain(client, object, signal));
  const proxy = await attempt('failed to get proxy address', signal, () => readProxy(client, object, signal));
  const identity = keychain === undefined ? cloudProvider(object, cloud.rules) : undefined;
  const transport = `failed to generate transport for '${object.spec.url}'`;
  const tls = await attempt(transport, signal, () => readCertificates(client, object, signal));
  const connection = { ...tls, ...proxy };
  const credentials =
    identity === undefined ? keychain : await cloudCredentials(client, object, identity, { cloud, connection }, signal);
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

/** The cloud that vouches for this machine or for an account, when the spec wants one. */
function cloudProvider({ spec }: OciRepository, rules: WorkloadIdentityRules): CloudProvider | undefined {
  const { provider = 'generic', serviceAccountName = '' } = spec;
  if (provider === 'generic') return undefined;
  if (serviceAccountName !== '' && !rules.isEnabled) {
    const message = workloadIdentityObstacle('spec.serviceAccountName', 'provider');
    throw new SourceError(reasons.featureGateDisabled, message, { stage, retry: 'never' });
  }
  return provider;
}

async function cloudCredentials(
  client: KubeClient,
  { metadata, spec }: OciRepository,
  provider: CloudProvider,
  { cloud, connection }: { readonly cloud: CloudIdentities; readonly connection: RegistryConnectionOptions },
  signal: AbortSignal,
): Promise<CredentialSource> {
  const { credentials, rules } = cloud;
  const name = { namespace: metadata.namespace ?? '', name: spec.serviceAccountName ?? '' };
  return attempt(`failed to get credential from ${provider}`, signal, async () => {
    if (credentials === undefined) throw new Error('this process has no identity in a cloud');
    return credentials(provider, connection, await findWorkloadAccount(client, rules, name, signal));
  });
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
