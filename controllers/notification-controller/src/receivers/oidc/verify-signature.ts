import { constants, createPublicKey, type KeyObject, verify } from 'node:crypto';
import type { JsonObject } from '@flux19/objects';
import type { JsonWebToken } from './json-web-token.ts';

interface Algorithm {
  readonly keyType: 'rsa' | 'ec' | 'ed25519';
  readonly digest: string | null;
  readonly isPss?: boolean;
  /** The only curve that goes with it. */
  readonly curve?: string;
}

/** Signatures with public keys only: a token must not choose to be verified with a key that everybody knows, or not at all. */
const algorithms: ReadonlyMap<string, Algorithm> = new Map<string, Algorithm>([
  ['RS256', { keyType: 'rsa', digest: 'sha256' }],
  ['RS384', { keyType: 'rsa', digest: 'sha384' }],
  ['RS512', { keyType: 'rsa', digest: 'sha512' }],
  ['PS256', { keyType: 'rsa', digest: 'sha256', isPss: true }],
  ['PS384', { keyType: 'rsa', digest: 'sha384', isPss: true }],
  ['PS512', { keyType: 'rsa', digest: 'sha512', isPss: true }],
  ['ES256', { keyType: 'ec', digest: 'sha256', curve: 'prime256v1' }],
  ['ES384', { keyType: 'ec', digest: 'sha384', curve: 'secp384r1' }],
  ['ES512', { keyType: 'ec', digest: 'sha512', curve: 'secp521r1' }],
  ['EdDSA', { keyType: 'ed25519', digest: null }],
]);

/** Keys below 2048 bits are no keys any more. */
const shortestRsaBits = 2048;

/** Keys of a set (RFC 7517) that a token may have been signed with: the one it names, or all. */
export function candidateKeys(keys: readonly JsonObject[], { header }: JsonWebToken): readonly JsonObject[] {
  const signing = keys.filter(({ use }) => use === undefined || use === 'sig');
  const id = header['kid'];
  return id === undefined ? signing : signing.filter(({ kid }) => kid === id);
}

/** Whether the signature is that of the key. Never throws: a key or an algorithm that does not fit verifies nothing. */
export function isSignedBy(token: JsonWebToken, key: JsonObject, allowed: ReadonlySet<string>): boolean {
  const name = token.header['alg'];
  if (typeof name !== 'string' || !allowed.has(name)) return false;
  const algorithm = algorithms.get(name);
  if (algorithm === undefined || (key['alg'] !== undefined && key['alg'] !== name)) return false;
  try {
    const publicKey = createPublicKey({ key: { ...key }, format: 'jwk' });
    return fits(publicKey, algorithm) && checks(token, publicKey, algorithm);
  } catch {
    return false;
  }
}

function fits({ asymmetricKeyType, asymmetricKeyDetails }: KeyObject, { keyType, curve }: Algorithm): boolean {
  if (asymmetricKeyType !== keyType) return false;
  if (keyType === 'rsa') return (asymmetricKeyDetails?.modulusLength ?? 0) >= shortestRsaBits;
  return curve === undefined || asymmetricKeyDetails?.namedCurve === curve;
}

function checks({ signed, signature }: JsonWebToken, key: KeyObject, { digest, isPss }: Algorithm): boolean {
  const pss = { padding: constants.RSA_PKCS1_PSS_PADDING, saltLength: constants.RSA_PSS_SALTLEN_DIGEST };
  const options = { key, dsaEncoding: 'ieee-p1363', ...(isPss === true ? pss : {}) } as const;
  return verify(digest, Buffer.from(signed), options, signature);
}
