import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  hash,
  type KeyObject,
  sign,
  verify,
} from 'node:crypto';
import type { JsonObject } from '@flux19/objects';

/** Signs tokens of service accounts, P-256: making a key for RS256 takes longer than starting a cluster may. */
export interface TokenKey {
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
  /** Names the key in tokens and among the published keys. */
  readonly id: string;
}

/** How keys sign, in the words of RFC 7518. */
export const signingAlgorithm = 'ES256';

/** Makes a private key: PEM, PKCS #8. */
export function createTokenKey(): string {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

/** Throws for text that is no private key on P-256. */
export function readTokenKey(pem: string): TokenKey {
  const privateKey = createPrivateKey(pem);
  const curve = privateKey.asymmetricKeyDetails?.namedCurve;
  if (curve !== 'prime256v1') throw new Error('the key that signs tokens of service accounts has to be on curve P-256');
  const publicKey = createPublicKey(privateKey);
  // Kubernetes: keys are named by their digest.
  const id = hash('sha256', publicKey.export({ type: 'spki', format: 'der' }), 'base64url');
  return { privateKey, publicKey, id };
}

/** RFC 7518 3.4: both numbers of the signature, one after the other. */
const dsaEncoding = 'ieee-p1363';

export function signText({ privateKey }: TokenKey, text: string): string {
  return sign('sha256', Buffer.from(text), { key: privateKey, dsaEncoding }).toString('base64url');
}

export function isSigned({ publicKey }: TokenKey, text: string, signature: string): boolean {
  return verify('sha256', Buffer.from(text), { key: publicKey, dsaEncoding }, Buffer.from(signature, 'base64url'));
}

/** The public half as JSON Web Key, RFC 7517. */
export function publishedKey({ publicKey, id }: TokenKey): JsonObject {
  const { kty = '', crv = '', x = '', y = '' } = publicKey.export({ format: 'jwk' });
  return { use: 'sig', kty, kid: id, crv, alg: signingAlgorithm, x, y };
}
