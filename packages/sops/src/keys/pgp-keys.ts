import type { PrivateKey } from 'openpgp';
import { causedBy, SopsError } from '../sops-error.ts';

const armorStart = '-----BEGIN PGP';

/** Private PGP keys. The library behind them is loaded when the first key is used. */
export class PgpKeys {
  readonly #texts: Uint8Array[] = [];
  #keys: Promise<readonly PrivateKey[]> | undefined;

  get isEmpty(): boolean {
    return this.#texts.length === 0;
  }

  /** Adds a key, armored or binary. It is read at the first use. */
  add(key: Uint8Array): void {
    this.#texts.push(key);
    this.#keys = undefined;
  }

  /** Throws SopsError when none of the keys opens the armored message. */
  async decrypt(armoredMessage: string): Promise<Uint8Array> {
    if (this.isEmpty) throw new SopsError('NoKey', 'no PGP key is given');
    const { decrypt, readMessage } = await import('openpgp');
    this.#keys ??= readKeys(this.#texts);
    const decryptionKeys = [...(await this.#keys)];
    try {
      const message = await readMessage({ armoredMessage });
      const { data } = await decrypt({ message, decryptionKeys, format: 'binary' });
      return data as Uint8Array;
    } catch (cause) {
      const why = 'no PGP key at hand opens it';
      throw causedBy(cause, 'NoKey', `failed to decrypt sops data key with pgp: ${why}`);
    }
  }
}

async function readKeys(texts: readonly Uint8Array[]): Promise<readonly PrivateKey[]> {
  const keys: PrivateKey[] = [];
  for (const bytes of texts) {
    const found = await readKey(bytes);
    if (found === undefined) {
      throw new SopsError('Malformed', 'failed to import PGP key: it holds no readable private key');
    }
    keys.push(...found);
  }
  if (keys.some((key) => !key.isDecrypted())) {
    const why = 'it is protected by a passphrase, which nobody could enter';
    throw new SopsError('Malformed', `failed to import PGP key: ${why}`);
  }
  return keys;
}

/** The library's error is not passed on, since it may show the key. */
async function readKey(bytes: Uint8Array): Promise<readonly PrivateKey[] | undefined> {
  const { readPrivateKeys } = await import('openpgp');
  const text = Buffer.from(bytes).toString('latin1');
  const isArmored = text.trimStart().startsWith(armorStart);
  try {
    return await (isArmored ? readPrivateKeys({ armoredKeys: text }) : readPrivateKeys({ binaryKeys: bytes }));
  } catch {
    return undefined;
  }
}
