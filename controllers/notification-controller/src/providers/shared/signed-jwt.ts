import { createPrivateKey, sign } from 'node:crypto';
import { DeliveryError } from '../delivery-error.ts';

/** A JSON web token signed with RS256. `key` is PEM; throws {@link DeliveryError}, without a word of the key, when it is not. */
export function signedJwt(claims: Readonly<Record<string, unknown>>, key: string, keyId?: string): string {
  const header = { alg: 'RS256', typ: 'JWT', ...(keyId === undefined ? {} : { kid: keyId }) };
  const text = [header, claims].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  try {
    const signature = sign('sha256', Buffer.from(text), createPrivateKey(key));
    return `${text}.${signature.toString('base64url')}`;
  } catch (thrown) {
    throw new DeliveryError('the private key of the credentials is not valid', { cause: thrown });
  }
}
