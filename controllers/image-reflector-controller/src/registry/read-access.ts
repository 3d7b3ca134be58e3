import type { ImageRepository } from '@flux19/api';
import type { KubeClient, SecretData } from '@flux19/kube';
import {
  type CredentialSource,
  certificatesFromSecret,
  dockerConfigCredentials,
  proxyFromSecret,
  type RegistryConnectionOptions,
} from '@flux19/oci';
import { readPullSecretNames, readSecret } from './read-secret.ts';
import type { Registries, RegistryAccess } from './registries.ts';

/** Reads the Secrets that an ImageRepository names. Throws with Flux's message when one is missing or useless. */
export async function readAccess(
  client: KubeClient,
  registries: Registries,
  object: ImageRepository,
  signal: AbortSignal,
): Promise<RegistryAccess> {
  const { provider = 'generic', insecure = false } = object.spec;
  const read = (name: string): Promise<SecretData> => readSecret(client, object.metadata.namespace, name, signal);
  const connection = await readConnection(object, read);
  if (provider !== 'generic') {
    const credentials = await registries.cloudCredentials(client, object, provider, connection, signal);
    return { connection, credentials, isInsecure: insecure };
  }
  const credentials = await readCredentials(client, object, read, signal);
  return { connection, credentials, isInsecure: insecure };
}

type ReadSecret = (name: string) => Promise<SecretData>;

async function readConnection(
  { spec, metadata }: ImageRepository,
  read: ReadSecret,
): Promise<RegistryConnectionOptions> {
  const { proxySecretRef, certSecretRef } = spec;
  const path = (name: string): string => `${metadata.namespace}/${name}`;
  return {
    ...(proxySecretRef === undefined
      ? {}
      : { proxyUrl: proxyFromSecret(path(proxySecretRef.name), await read(proxySecretRef.name)) }),
    ...(certSecretRef === undefined
      ? {}
      : certificatesFromSecret(path(certSecretRef.name), await read(certSecretRef.name))),
  };
}

async function readCredentials(
  client: KubeClient,
  { spec, metadata }: ImageRepository,
  read: ReadSecret,
  signal: AbortSignal,
): Promise<CredentialSource | undefined> {
  const configs: string[] = [];
  if (spec.secretRef !== undefined) configs.push(...dockerConfigs(await read(spec.secretRef.name)));
  const { serviceAccountName = '' } = spec;
  if (serviceAccountName !== '') {
    for (const name of await readPullSecretNames(client, metadata.namespace, serviceAccountName, signal)) {
      configs.push(...dockerConfigs(await readPullSecret(read, name, `${metadata.namespace}/${serviceAccountName}`)));
    }
  }
  return configs.length === 0 ? undefined : dockerConfigCredentials(configs);
}

async function readPullSecret(read: ReadSecret, name: string, account: string): Promise<SecretData> {
  try {
    return await read(name);
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new Error(`failed to get image pull secret for serviceaccount '${account}': ${why}`, { cause });
  }
}

/** The texts of a pull secret, of either type. Others hold nothing for a registry. */
function dockerConfigs(data: SecretData): string[] {
  return ['.dockerconfigjson', '.dockercfg'].flatMap((key) => data[key] ?? []);
}
