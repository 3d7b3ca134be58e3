import type { VaultKey } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { serversOf } from './ask-key-server.ts';
import type { Keyring } from './keyring.ts';
import { askVault } from './vault-server.ts';

/** Has a Vault (or OpenBao) server decrypt a data key by its transit engine. Throws SopsError; the token never appears in it. */
export async function decryptWithVault(key: VaultKey, keyring: Keyring, signal: AbortSignal): Promise<Uint8Array> {
  const servers = serversOf(keyring);
  const { vault } = keyring;
  if (vault === undefined) throw new SopsError('NoKey', 'no Vault token is given (sops.vault-token)');
  const path = `${key.enginePath}/decrypt/${key.keyName}`;
  const failure = (why: string, cause?: unknown): SopsError =>
    new SopsError('NoKey', `failed to decrypt sops data key from Vault transit backend '${path}': ${why}`, { cause });
  try {
    const token = await vault(key.address, signal);
    const { data } = await askVault(
      servers,
      { address: key.address, path, token, body: { ciphertext: key.encrypted } },
      signal,
    );
    const plaintext = (data as { readonly plaintext?: unknown } | undefined)?.plaintext;
    if (typeof plaintext === 'string') return Buffer.from(plaintext, 'base64');
  } catch (thrown) {
    signal.throwIfAborted();
    throw failure(thrown instanceof Error ? thrown.message : String(thrown), thrown);
  }
  throw failure('the answer holds no plaintext');
}
