import type { KubeClient } from '@flux19/kube';
import { isJsonObject, type KubeObject } from '@flux19/objects';

/** A Secret with its values decoded. */
export interface SecretValues {
  /** `namespace/name`, for messages. */
  readonly label: string;
  readonly values: ReadonlyMap<string, string>;
}

/** A Secret that can't be read or does not hold what it should. The message holds no value. */
export class SecretError extends Error {
  override readonly name = 'SecretError';
}

/** Reads a Secret. Throws {@link SecretError}, or the signal's reason. */
export async function readSecret(
  client: KubeClient,
  namespace: string,
  name: string,
  signal: AbortSignal,
): Promise<SecretValues> {
  const label = `${namespace}/${name}`;
  try {
    const secret = await client.get({ apiVersion: 'v1', kind: 'Secret', namespace, name }, signal);
    return { label, values: secretValues(secret) };
  } catch (thrown) {
    signal.throwIfAborted();
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new SecretError(`failed to get secret '${label}': ${why}`, { cause: thrown });
  }
}

function secretValues(secret: KubeObject): ReadonlyMap<string, string> {
  const data = secret['data'];
  const values = new Map<string, string>();
  for (const [key, value] of Object.entries(isJsonObject(data) ? data : {})) {
    if (typeof value === 'string') values.set(key, Buffer.from(value, 'base64').toString('utf8'));
  }
  return values;
}
