import { hasReason, type KubeClient } from '@flux19/kube';
import { isJsonObject, type KubeObject } from '@flux19/objects';

/** A Secret's type and decoded data. */
export interface SecretContent {
  readonly type: string;
  readonly data: ReadonlyMap<string, string>;
}

/** Reads a Secret past any cache: secrets are not kept in memory. Throws with Flux's message. */
export async function readSecret(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<SecretContent> {
  const secret = await readObject(client, { apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
  const data = isJsonObject(secret['data']) ? secret['data'] : {};
  const texts = Object.entries(data).map(
    ([key, value]) => [key, Buffer.from(String(value), 'base64').toString('utf8')] as const,
  );
  return { type: String(secret['type'] ?? ''), data: new Map(texts) };
}

/** The names of the pull secrets of a ServiceAccount. Throws with Flux's message. */
export async function readPullSecretNames(
  client: KubeClient,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<readonly string[]> {
  const account = await readObject(client, { apiVersion: 'v1', kind: 'ServiceAccount', namespace, name }, signal);
  const references: unknown = account['imagePullSecrets'];
  if (!Array.isArray(references)) return [];
  return references.flatMap((reference) => (isJsonObject(reference) ? [String(reference['name'])] : []));
}

interface Address {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace: string | undefined;
  readonly name: string;
}

async function readObject(client: KubeClient, address: Address, signal: AbortSignal): Promise<KubeObject> {
  try {
    return await client.get(address, signal);
  } catch (cause) {
    signal.throwIfAborted();
    const what = `${address.kind.toLowerCase()} '${address.namespace}/${address.name}'`;
    if (hasReason(cause, 'NotFound')) throw new Error(`${what} not found`, { cause });
    throw new Error(`failed to get ${what}: ${cause instanceof Error ? cause.message : String(cause)}`, { cause });
  }
}
