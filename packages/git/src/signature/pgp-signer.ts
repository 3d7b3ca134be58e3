import type { PrivateKey } from 'openpgp';
import type { CommitSigner } from './commit-signer.ts';
import { SigningKeyError } from './signing-key-error.ts';

/**
 * Signs as `git commit -S` does with gpg. Throws `SigningKeyError`.
 *
 * @param keyRing armoured; holds one private key
 */
export async function createPgpSigner(keyRing: string, passphrase: string | undefined): Promise<CommitSigner> {
  // Loaded when first needed: it is large and most processes sign nothing.
  const openpgp = await import('openpgp');
  const keys = await openpgp.readPrivateKeys({ armoredKeys: keyRing }).catch((cause: unknown) => {
    throw new SigningKeyError('unreadable', textOf(cause), { cause });
  });
  const [key] = keys;
  if (key === undefined) throw new SigningKeyError('unreadable', 'there is no private key');
  if (keys.length > 1) throw new SigningKeyError('several', 'there is more than one key');
  const signingKeys = await unlock(key, passphrase);
  return async (payload) => {
    const message = await openpgp.createMessage({ binary: payload });
    const signature = await openpgp.sign({ message, signingKeys, detached: true, format: 'armored' });
    return String(signature);
  };
}

async function unlock(privateKey: PrivateKey, passphrase: string | undefined): Promise<PrivateKey> {
  if (privateKey.isDecrypted()) return privateKey;
  if (passphrase === undefined) throw new SigningKeyError('locked', 'the key needs a passphrase');
  const { decryptKey } = await import('openpgp');
  return decryptKey({ privateKey, passphrase }).catch((cause: unknown) => {
    throw new SigningKeyError('passphrase', 'the passphrase does not open the key', { cause });
  });
}

function textOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
