import { createPrivateKey, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SigningKeyError } from './signing-key-error.ts';
import { WireReader } from './wire-reader.ts';

const magic = 'openssh-key-v1\0';

/** Whether a text is a private key in OpenSSH's own format. */
export function isOpenSshKey(text: string): boolean {
  return text.includes('-----BEGIN OPENSSH PRIVATE KEY-----');
}

/**
 * Reads a private key in the clear, in the format of OpenSSH or in PEM; keys in PEM may be locked. Throws `SigningKeyError`.
 * OpenSSH's format: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.key
 */
export function readPrivateKey(text: string, passphrase: string | undefined): KeyObject {
  try {
    if (isOpenSshKey(text)) return createPrivateKey({ key: openSshKey(text), format: 'jwk' });
    return createPrivateKey({ key: text, format: 'pem', ...(passphrase === undefined ? {} : { passphrase }) });
  } catch (cause) {
    throw unreadable(cause);
  }
}

function unreadable(cause: unknown): SigningKeyError {
  return new SigningKeyError('unreadable', 'ssh: no key found', { cause });
}

function openSshKey(text: string): JsonWebKey {
  const body = text.replace(/-----(?:BEGIN|END) OPENSSH PRIVATE KEY-----/g, '').replace(/\s+/g, '');
  const reader = new WireReader(Buffer.from(body, 'base64'));
  if (reader.bytes(magic.length).toString('latin1') !== magic) throw new Error('not an OpenSSH key');
  // Cipher, key derivation and its options: `none` for a key in the clear, which the caller has made sure of.
  for (let field = 0; field < 3; field += 1) reader.string();
  if (reader.uint32() !== 1) throw new Error('not exactly one key');
  reader.string();
  const secret = new WireReader(reader.string());
  const [check, same] = [secret.uint32(), secret.uint32()];
  if (check !== same) throw new Error('the key is locked');
  const type = secret.text();
  if (type === 'ssh-ed25519') return ed25519(secret);
  if (type.startsWith('ecdsa-sha2-')) return ecdsa(secret);
  if (type === 'ssh-rsa') return rsa(secret);
  throw new Error(`keys of type ${type} cannot sign`);
}

function ed25519(reader: WireReader): JsonWebKey {
  const x = reader.string().toString('base64url');
  const d = reader.string().subarray(0, 32).toString('base64url');
  return { kty: 'OKP', crv: 'Ed25519', x, d };
}

const curves: ReadonlyMap<string, readonly [name: string, fieldBytes: number]> = new Map([
  ['nistp256', ['P-256', 32]],
  ['nistp384', ['P-384', 48]],
  ['nistp521', ['P-521', 66]],
]);

function ecdsa(reader: WireReader): JsonWebKey {
  const [crv = '', size = 0] = curves.get(reader.text()) ?? [];
  const point = reader.string();
  const secret = reader.number();
  const padded = Buffer.concat([Buffer.alloc(Math.max(0, size - secret.length)), secret]);
  const [x, y] = [point.subarray(1, 1 + size), point.subarray(1 + size)];
  return {
    kty: 'EC',
    crv,
    x: x.toString('base64url'),
    y: y.toString('base64url'),
    d: padded.toString('base64url'),
  };
}

function rsa(reader: WireReader): JsonWebKey {
  const [n, e, d, qi, p, q] = Array.from({ length: 6 }, () => reader.number());
  const exponent = (prime: Buffer | undefined): string => {
    const rest = toBigInt(d) % (toBigInt(prime) - 1n);
    const hex = rest.toString(16);
    return Buffer.from(hex.padStart(hex.length + (hex.length % 2), '0'), 'hex').toString('base64url');
  };
  const text = (bytes: Buffer | undefined): string => bytes?.toString('base64url') ?? '';
  const primes = { p: text(p), q: text(q), dp: exponent(p), dq: exponent(q), qi: text(qi) };
  return { kty: 'RSA', n: text(n), e: text(e), d: text(d), ...primes };
}

function toBigInt(bytes: Buffer | undefined): bigint {
  return BigInt(`0x${bytes?.toString('hex') || '0'}`);
}
