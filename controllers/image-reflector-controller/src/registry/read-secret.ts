import { hasReason, type KubeClient, readSecret as readData, type SecretData } from '@flux19/kube';
import { isJsonObject } from '@flux19/objects';

/** Reads a Secret past any cache. Throws with Flux's message. */
export function readSecret(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<SecretData> {
  return named(`secret '${namespace}/${name}'`, signal, () => readData(client, namespace, name, signal));
}

/** The names of the pull secrets of a ServiceAccount. Throws with Flux's message. */
export async function readPullSecretNames(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const address = { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name };
  const account = await named(`serviceaccount '${namespace}/${name}'`, signal, () => client.get(address, signal));
  const references: unknown = account['imagePullSecrets'];
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference) => (isJsonObject(reference) ? [String(reference['name'])] : []));
}

async function named<Read>(what: string, signal: AbortSignal, read: () => Promise<Read>): Promise<Read> {
  try {
    return await read();
  } catch (cause) {
    signal.throwIfAborted();
    if (hasReason(cause, 'NotFound')) throw new Error(`${what} not found`, { cause });
    throw new Error(`failed to get ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
