import { createHash, timingSafeEqual } from 'node:crypto';
import type { SopsMetadata } from '../metadata/sops-metadata.ts';
import { SopsError } from '../sops-error.ts';
import { plainText } from '../tree/plain-text.ts';
import type { SopsLeaf } from '../tree/sops-tree.ts';
import { decryptValue } from './encrypted-value.ts';

/** SOPS begins with this, the SHA-256 of its name, when only encrypted values count: the two ways never give the same code. */
const encryptedOnlyStart = '8a3fd2ad54ce66527b1034f3d147be0b0b975b3bf44f72c6fdadec8176f27d69';

/** Sums up the values of a file in the order in which they stand there. */
export class Mac {
  readonly #hash = createHash('sha512');

  constructor(onlyEncrypted: boolean) {
    if (onlyEncrypted) this.#hash.update(encryptedOnlyStart, 'hex');
  }

  add(leaf: SopsLeaf): void {
    if (leaf === null) return;
    this.#hash.update(leaf instanceof Uint8Array ? leaf : plainText(leaf));
  }

  /** Upper-case hexadecimal. */
  digest(): string {
    return this.#hash.digest('hex').toUpperCase();
  }
}

/** Throws SopsError (NotIntact) unless the code in the metadata is that of what was read. A file without code is refused. */
export function verifyMac({ mac, lastModified }: SopsMetadata, key: Uint8Array, computed: string): void {
  if (mac === '') throw new SopsError('NotIntact', `failed to verify sops data integrity: the file has no MAC`);
  const expected = decryptValue(mac, key, lastModified);
  const [a, b] = [Buffer.from(typeof expected === 'string' ? expected : ''), Buffer.from(computed)];
  if (a.length === b.length && timingSafeEqual(a, b)) return;
  const message = 'failed to verify sops data integrity: MAC mismatch, something was changed without sops';
  throw new SopsError('NotIntact', message);
}
