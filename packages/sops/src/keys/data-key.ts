import type { MasterKey, SopsMetadata } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import type { Keyring } from './keyring.ts';
import { combineParts } from './shamir.ts';
import { decryptWithVault } from './vault-transit.ts';

/** What became of one group of keys. */
type GroupResult =
  | { readonly part: Uint8Array }
  | { readonly failures: readonly { readonly name: string; readonly why: string }[] };

/** Gets the key that the values of a file are encrypted with. Throws SopsError that says what became of each master key. */
export async function dataKeyOf(
  { groups, threshold }: SopsMetadata,
  keyring: Keyring,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (groups.length === 0) throw new SopsError('NoKey', 'cannot get sops data key: the file names no master key');
  const results: GroupResult[] = [];
  for (const group of groups) results.push(await openGroup(group, keyring, signal));
  const parts = results.flatMap((result) => ('part' in result ? [result.part] : []));
  const needed = groups.length === 1 ? 1 : threshold;
  const [only] = parts;
  if (only === undefined || parts.length < needed) {
    throw new SopsError('NoKey', `cannot get sops data key: ${report(results, threshold)}`);
  }
  return groups.length === 1 ? only : combineParts(parts);
}

async function openGroup(group: readonly MasterKey[], keyring: Keyring, signal: AbortSignal): Promise<GroupResult> {
  const failures: { readonly name: string; readonly why: string }[] = [];
  for (const key of group) {
    try {
      return { part: await openKey(key, keyring, signal) };
    } catch (thrown) {
      signal.throwIfAborted();
      if (!(thrown instanceof SopsError)) throw thrown;
      failures.push({ name: nameOf(key), why: thrown.message });
    }
  }
  return { failures };
}

async function openKey(key: MasterKey, keyring: Keyring, signal: AbortSignal): Promise<Uint8Array> {
  switch (key.kind) {
    case 'age':
      return keyring.age.decrypt(key.encrypted);
    case 'pgp':
      return keyring.pgp.decrypt(key.encrypted);
    case 'vault': {
      const { fetch, vaultToken: token } = keyring;
      if (token === '') throw new SopsError('NoKey', 'no Vault token is given (sops.vault-token)');
      if (fetch === undefined) throw new SopsError('NoKey', 'Vault servers cannot be reached from here');
      return decryptWithVault(key, { fetch, token }, signal);
    }
    default:
      throw new SopsError('NoKey', `keys of ${clouds[key.kind]} are not supported`);
  }
}

const clouds = {
  'aws-kms': 'AWS KMS',
  'gcp-kms': 'GCP KMS',
  'azure-kv': 'Azure Key Vault',
  'huawei-kms': 'Huawei Cloud KMS',
} as const;

function nameOf(key: MasterKey): string {
  switch (key.kind) {
    case 'age':
      return key.recipient.length > 80 ? `${key.recipient.slice(0, 80)}...` : key.recipient;
    case 'pgp':
      return key.fingerprint;
    case 'vault':
      return `${key.address}/v1/${key.enginePath}/keys/${key.keyName}`;
    default:
      return key.name;
  }
}

/** SOPS' own report, in its words. */
function report(results: readonly GroupResult[], threshold: number): string {
  const groups = results.map((result, i) => {
    if ('part' in result) return `Group ${i}: SUCCESS`;
    const keys = result.failures.map(({ name, why }) => `  ${name}: FAILED\n    - | ${why}`);
    return [`Group ${i}: FAILED`, ...keys].join('\n');
  });
  const opened = results.filter((result) => 'part' in result).length;
  const trailer =
    threshold === 0
      ? 'Recovery failed because no master key was able to decrypt the file.'
      : `Recovery failed because the file was encrypted with a Shamir threshold of ${threshold}, but only ${opened} part(s) were successfully recovered, one for each successful key group.`;
  return `Failed to get the data key required to decrypt the SOPS file.\n\n${groups.join('\n\n')}\n\n${trailer}`;
}
