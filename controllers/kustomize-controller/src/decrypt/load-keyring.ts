import type { Kustomization } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Handler } from '@flux19/ports';
import { createKeyring, type Keyring, SopsError } from '@flux19/sops';
import type { KustomizeSettings } from '../settings.ts';

/** A Secret with keys that is missing or holds something else. */
class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

export interface KeyringSource {
  readonly client: KubeClient;
  readonly settings: KustomizeSettings;
  /** Reaches Vault servers; without it their keys cannot be used. */
  readonly fetch?: Handler | undefined;
}

export interface LoadedKeyring {
  readonly keyring: Keyring;
  /** Changes when the keys do. */
  readonly version: string;
}

const vaultTokenKey = 'sops.vault-token';

/** Keys of services whose files name the credentials: those that have to be asked by their own protocols are not supported. */
const cloudKeys: ReadonlySet<string> = new Set(['sops.aws-kms', 'sops.azure-kv', 'sops.gcp-kms']);

/**
 * The keys of `spec.decryption`: those of its Secret, else the age keys of the whole controller (`--sops-age-secret`), else none.
 * Rejects with {@link KeyringError}, or ApiError.
 */
export async function loadKeyring(
  { metadata, spec }: Kustomization,
  { client, settings, fetch }: KeyringSource,
  signal: AbortSignal,
): Promise<LoadedKeyring> {
  const keyring = createKeyring(fetch === undefined ? {} : { fetch });
  const own = spec.decryption?.secretRef?.name;
  const address = own === undefined ? settings.sopsAgeSecret : { namespace: metadata.namespace ?? '', name: own };
  if (address === undefined) return { keyring, version: '' };
  const secret = await client.find({ apiVersion: 'v1', kind: 'Secret', ...address }, signal);
  if (secret === undefined) throw new KeyringError(`secrets "${address.name}" not found`);
  const what = own === undefined ? 'sops SOPS age decryption Secret' : 'sops decryption Secret';
  for (const [name, value] of entriesOf(secret)) {
    const isWanted = own !== undefined || name.endsWith('.agekey');
    if (isWanted) add(keyring, name, value, `${what} '${address.namespace}/${address.name}'`);
  }
  return { keyring, version: `${secret.metadata.uid} ${secret.metadata.resourceVersion}` };
}

function entriesOf(secret: KubeObject): (readonly [string, Buffer])[] {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
}

function add(keyring: Keyring, name: string, value: Buffer, secret: string): void {
  try {
    if (name.endsWith('.agekey')) keyring.age.add(value.toString());
    if (name.endsWith('.asc')) keyring.pgp.add(value);
    if (name === vaultTokenKey) keyring.vaultToken = value.toString().trim();
    if (cloudKeys.has(name)) throw new SopsError('NoKey', 'key services of clouds are not supported');
  } catch (thrown) {
    throw importFailure(thrown, name, secret);
  }
}

function importFailure(thrown: unknown, name: string, secret: string): unknown {
  if (!(thrown instanceof SopsError)) return thrown;
  return new KeyringError(`failed to import '${name}' data from ${secret}: ${thrown.message}`, { cause: thrown });
}
