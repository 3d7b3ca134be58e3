import { armor, Decrypter } from 'age-encryption';
import { causedBy, SopsError } from '../sops-error.ts';

/** age identities, post-quantum ones among them, that open data keys. */
export class AgeKeys {
  readonly #decrypter: Decrypter = new Decrypter();
  #count = 0;

  get isEmpty(): boolean {
    return this.#count === 0;
  }

  /** Adds the identities of a key file: one a line, with `#` before comments. Throws SopsError that never shows a key. */
  add(text: string): void {
    for (const [i, line] of text.split('\n').entries()) {
      const identity = line.trim();
      if (identity === '' || identity.startsWith('#')) continue;
      this.#addIdentity(identity, i + 1);
    }
  }

  #addIdentity(identity: string, line: number): void {
    if (identity.startsWith('AGE-PLUGIN-')) {
      throw new SopsError('Malformed', `error at line ${line}: identities of age plugins are not supported`);
    }
    if (!this.#accepts(identity)) throw new SopsError('Malformed', `error at line ${line}: malformed secret key`);
    this.#count += 1;
  }

  /** The library's error is not passed on, since it may show the key. */
  #accepts(identity: string): boolean {
    try {
      this.#decrypter.addIdentity(identity);
      return true;
    } catch {
      return false;
    }
  }

  /** Throws when none of the identities opens the armored text. */
  async decrypt(armored: string): Promise<Uint8Array> {
    if (this.isEmpty) throw new SopsError('NoKey', 'no age identity is given');
    try {
      return await this.#decrypter.decrypt(armor.decode(armored.trim()));
    } catch (cause) {
      const why = 'no age identity at hand is one of the recipients';
      throw causedBy(cause, 'NoKey', `failed to decrypt sops data key with age: ${why}`);
    }
  }
}
