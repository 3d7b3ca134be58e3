import { createHash, type Hash } from 'node:crypto';
import { OciError } from '../oci-error.ts';

const lengths: ReadonlyMap<string, number> = new Map([
  ['sha256', 64],
  ['sha512', 128],
]);

/** Says whether a text is a digest that can be checked: `sha256:<64 hex>` or `sha512:<128 hex>`. */
export function isDigest(text: string): boolean {
  const colon = text.indexOf(':');
  return lengths.get(text.slice(0, colon)) === text.length - colon - 1 && /^[0-9a-f]+$/.test(text.slice(colon + 1));
}

/** The digest of bytes: `sha256:<hex>`. */
export function digestOf(content: Uint8Array): string {
  return `sha256:${createHash('sha256').update(content).digest('hex')}`;
}

/** The running sum for a digest. Throws `OciError` `InvalidReference` for what is none. */
export function hashFor(digest: string): Hash {
  if (!isDigest(digest)) throw new OciError('InvalidReference', `unsupported digest '${digest}'`);
  return createHash(digest.slice(0, digest.indexOf(':')));
}

/** Throws `OciError` `DigestMismatch` unless the sum is that of the digest. */
export function checkSum(hash: Hash, digest: string): void {
  const computed = `${digest.slice(0, digest.indexOf(':'))}:${hash.digest('hex')}`;
  if (computed === digest) return;
  throw new OciError('DigestMismatch', `the content has the digest ${computed} instead of ${digest}`);
}

/** Throws `OciError` `DigestMismatch` unless the bytes have the digest. */
export function checkDigest(content: Uint8Array, digest: string): void {
  checkSum(hashFor(digest).update(content), digest);
}
