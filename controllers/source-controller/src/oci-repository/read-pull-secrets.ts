import type { OciRepository } from '@flux19/api';
import { hasReason, type KubeClient, readSecret, type SecretData } from '@flux19/kube';
import { isJsonObject } from '@flux19/objects';
import { textOf } from '../source/source-error.ts';

/** Keys of the two kinds of Secrets that hold a docker config. */
const configKeys = ['.dockerconfigjson', '.dockercfg'] as const;

/**
 * The docker configs of `spec.secretRef` and of the pull secrets of `spec.serviceAccountName`; undefined when neither names any Secret.
 * Throws errors with Flux's messages.
 */
export async function readPullSecrets(
  client: KubeClient,
  { metadata, spec }: OciRepository,
  signal: AbortSignal,
): Promise<string[] | undefined> {
  const { namespace = '' } = metadata;
  const found: SecretData[] = [];
  if (spec.secretRef !== undefined) found.push(await readOwn(client, namespace, spec.secretRef.name, signal));
  const account = spec.serviceAccountName ?? '';
  if (account !== '') found.push(...(await readOfAccount(client, namespace, account, signal)));
  if (found.length === 0) return undefined;
  return found.flatMap((data) => configKeys.map((key) => data[key] ?? '')).filter((text) => text !== '');
}

async function readOwn(client: KubeClient, namespace: string, name: string, signal: AbortSignal): Promise<SecretData> {
  try {
    return await readSecret(client, namespace, name, signal);
  } catch (thrown) {
    signal.throwIfAborted();
    throw failure(`failed to get secret '${namespace}/${name}': ${textOf(thrown)}`, thrown);
  }
}

async function readOfAccount(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<SecretData[]> {
  const account = `${namespace}/${name}`;
  const found: SecretData[] = [];
  for (const secret of await pullSecretNames(client, namespace, name, signal)) {
    try {
      found.push(await readSecret(client, namespace, secret, signal));
    } catch (thrown) {
      signal.throwIfAborted();
      const isMissing = hasReason(thrown, 'NotFound');
      const why = isMissing
        ? `secret '${namespace}/${secret}' not found`
        : `failed to get secret '${namespace}/${secret}': ${textOf(thrown)}`;
      throw failure(`failed to get image pull secret for serviceaccount '${account}': ${why}`, thrown);
    }
  }
  return found;
}

async function pullSecretNames(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<string[]> {
  const account = `${namespace}/${name}`;
  try {
    const found = await client.get({ apiVersion: 'v1', kind: 'ServiceAccount', namespace, name }, signal);
    const secrets = Array.isArray(found['imagePullSecrets']) ? found['imagePullSecrets'] : [];
    return secrets.flatMap((secret) => (isJsonObject(secret) ? [String(secret['name'] ?? '')] : []));
  } catch (thrown) {
    signal.throwIfAborted();
    if (hasReason(thrown, 'NotFound')) throw failure(`serviceaccount '${account}' not found`, thrown);
    throw failure(`failed to get serviceaccount '${account}': ${textOf(thrown)}`, thrown);
  }
}

function failure(message: string, cause: unknown): Error {
  return new Error(message, { cause });
}
