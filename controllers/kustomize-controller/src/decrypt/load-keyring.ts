import { createHash } from 'node:crypto';
import type { Kustomization } from '@flux19/api';
import type { CloudTokens } from '@flux19/cloud-identity';
import { findWorkloadAccount, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import {
  createKeyring,
  type Keyring,
  readAwsCredentials,
  readAzureCredentials,
  readGoogleCredentials,
  SopsError,
} from '@flux19/sops';
import type { KustomizeSettings } from '../settings.ts';
import { vaultLogins } from './vault-logins.ts';

/** A Secret with keys that is missing or holds something else. */
class KeyringError extends Error {
  override readonly name = 'KeyringError';
}

export interface KeyringSource {
  readonly client: KubeClient;
  readonly settings: KustomizeSettings;
  /** Reaches servers that keep keys; without it their keys cannot be used. */
  readonly cloudTokens?: ((proxyUrl?: string) => CloudTokens) | undefined;
}

export interface LoadedKeyring {
  readonly keyring: Keyring;
  /** Changes when the keys do. */
  readonly version: string;
}

/**
 * The keys of `spec.decryption`: those of its Secret, else the age keys of the whole controller (`--sops-age-secret`), else none. Servers
 * that keep keys are shown what the Secret holds for them, else who decrypts: a ServiceAccount or this machine. Rejects with
 * {@link KeyringError}, CloudError or ApiError.
 */
export async function loadKeyring(
  kustomization: Kustomization,
  source: KeyringSource,
  signal: AbortSignal,
): Promise<LoadedKeyring> {
  const tokens = source.cloudTokens?.();
  const keyring = createKeyring(tokens?.environment);
  const secretVersion = await addSecret(keyring, kustomization, source, signal);
  if (tokens === undefined) return { keyring, version: secretVersion };
  const identity = await addIdentity(keyring, kustomization, { ...source, tokens }, signal);
  return { keyring, version: `${secretVersion} ${identity}` };
}

async function addSecret(
  keyring: Keyring,
  { metadata, spec }: Kustomization,
  { client, settings }: KeyringSource,
  signal: AbortSignal,
): Promise<string> {
  const own = spec.decryption?.secretRef?.name;
  const address = own === undefined ? settings.sopsAgeSecret : { namespace: metadata.namespace ?? '', name: own };
  if (address === undefined) return '';
  const secret = await client.find({ apiVersion: 'v1', kind: 'Secret', ...address }, signal);
  if (secret === undefined) throw new KeyringError(`secrets "${address.name}" not found`);
  const what = own === undefined ? 'sops SOPS age decryption Secret' : 'sops decryption Secret';
  for (const [name, value] of entriesOf(secret)) {
    const isWanted = own !== undefined || name.endsWith('.agekey');
    if (isWanted) add(keyring, name, value, `${what} '${address.namespace}/${address.name}'`);
  }
  return `${secret.metadata.uid} ${secret.metadata.resourceVersion}`;
}

/** Who decrypts, to all servers for which the Secret holds nothing. Returns a text that changes with it. */
async function addIdentity(
  keyring: Keyring,
  { metadata, spec }: Kustomization,
  { client, settings, tokens }: KeyringSource & { readonly tokens: CloudTokens },
  signal: AbortSignal,
): Promise<string> {
  const rules = {
    isEnabled: settings.objectWorkloadIdentity,
    defaultAccount: settings.defaultDecryptionServiceAccount,
  };
  const name = { namespace: metadata.namespace ?? '', name: spec.decryption?.serviceAccountName ?? '' };
  // Only files say which servers are asked, so that nobody misses an account that no file needs.
  const account = () => findWorkloadAccount(client, rules, name, signal);
  keyring.aws ??= async (region, later) => tokens.aws(await account(), region, later);
  keyring.azure ??= async (scope, later) => (await tokens.azure(await account(), scope, later)).token;
  keyring.google ??= async (later) => (await tokens.gcp(await account(), later)).token;
  const { sopsVaultConfigMap } = settings;
  if (sopsVaultConfigMap !== undefined) {
    keyring.vault ??= vaultLogins({ client, tokens, configMap: sopsVaultConfigMap, account });
  }
  return createHash('sha256')
    .update(JSON.stringify([name, rules]))
    .digest('hex');
}

function entriesOf(secret: KubeObject): (readonly [string, Buffer])[] {
  const data = (secret['data'] ?? {}) as Readonly<Record<string, string>>;
  return Object.entries(data).map(([name, value]) => [name, Buffer.from(value, 'base64')]);
}

type AddKeys = (keyring: Keyring, value: Buffer) => void;

/** What the keys of a Secret are named, and what they are. */
const exactNames: Readonly<Record<string, AddKeys>> = {
  'sops.vault-token': (keyring, value) => {
    const token = value.toString().trim();
    if (token !== '') keyring.vault = async () => token;
  },
  'sops.aws-kms': (keyring, value) => {
    keyring.aws = readAwsCredentials(value.toString());
  },
  'sops.azure-kv': (keyring, value) => {
    if (keyring.servers !== undefined) keyring.azure = readAzureCredentials(value, keyring.servers);
  },
  'sops.gcp-kms': (keyring, value) => {
    if (keyring.servers !== undefined) keyring.google = readGoogleCredentials(value.toString(), keyring.servers);
  },
};

function add(keyring: Keyring, name: string, value: Buffer, secret: string): void {
  try {
    if (name.endsWith('.agekey')) keyring.age.add(value.toString());
    if (name.endsWith('.asc')) keyring.pgp.add(value);
    if (Object.hasOwn(exactNames, name)) exactNames[name]?.(keyring, value);
  } catch (thrown) {
    throw importFailure(thrown, name, secret);
  }
}

function importFailure(thrown: unknown, name: string, secret: string): unknown {
  if (!(thrown instanceof SopsError)) return thrown;
  return new KeyringError(`failed to import '${name}' data from ${secret}: ${thrown.message}`, { cause: thrown });
}
