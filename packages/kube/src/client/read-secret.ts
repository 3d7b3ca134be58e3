import { isJsonObject } from '@flux19/objects';
import type { KubeClient } from './kube-client.ts';

/** The decoded data of a Secret, by key. */
export type SecretData = Readonly<Record<string, string>>;

/** Reads a Secret past any cache: secrets are not kept in memory. Throws what the client throws. */
export async function readSecret(
  client: Pick<KubeClient, 'get'>,
  namespace: string | undefined,
  name: string,
  signal: AbortSignal,
): Promise<SecretData> {
  const secret = await client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
  const data = isJsonObject(secret['data']) ? secret['data'] : {};
  const texts = Object.entries(data).map(
    ([key, value]) => [key, Buffer.from(String(value), 'base64').toString('utf8')] as const,
  );
  return Object.fromEntries(texts);
}
