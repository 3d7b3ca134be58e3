import { type KubeClient, readSecret as readData } from '@flux19/kube';

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
    return { label, values: new Map(Object.entries(await readData(client, namespace, name, signal))) };
  } catch (thrown) {
    signal.throwIfAborted();
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new SecretError(`failed to get secret '${label}': ${why}`, { cause: thrown });
  }
}
