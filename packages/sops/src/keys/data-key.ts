import type { AwsKmsKey, MasterKey, SopsMetadata } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { decryptWithAwsKms } from './aws-kms.ts';
import { decryptWithAzureVault } from './azure-key-vault.ts';
import { decryptWithGcpKms } from './gcp-kms.ts';
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
    case 'vault':
      return decryptWithVault(key, keyring, signal);
    case 'aws-kms':
      return decryptWithAwsKms(key, keyring, signal);
    case 'gcp-kms':
      return decryptWithGcpKms(key, keyring, signal);
    case 'azure-kv':
      return decryptWithAzureVault(key, keyring, signal);
    default:
      // Flux gives no credentials for them either.
      throw new SopsError('NoKey', 'keys of Huawei Cloud KMS are not supported');
  }
}

function nameOf(key: MasterKey): string {
  switch (key.kind) {
    case 'age':
      return key.recipient.length > 80 ? `${key.recipient.slice(0, 80)}...` : key.recipient;
    case 'pgp':
      return key.fingerprint;
    case 'vault':
      return `${key.address}/v1/${key.enginePath}/keys/${key.keyName}`;
    case 'aws-kms':
      return awsName(key);
    case 'gcp-kms':
      return key.resourceId;
    case 'azure-kv':
      return `${key.vaultUrl}/keys/${key.name}/${key.version}`;
    default:
      return key.name;
  }
}

function awsName({ arn, role, context }: AwsKmsKey): string {
  const bound = Object.entries(context).map(([name, value]) => `${name}:${value}`);
  const who = role === '' ? arn : `${arn}+${role}`;
  return bound.length === 0 ? who : `${who}|${bound.toSorted().join(',')}`;
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
