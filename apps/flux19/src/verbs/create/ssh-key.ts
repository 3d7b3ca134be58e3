import { createPrivateKey, createPublicKey, generateKeyPairSync, type KeyObject } from 'node:crypto';
import { CliError } from '../../program/cli-error.ts';
import type { KeyOptions } from './key-options.ts';
import { opensshPublicBlob } from './openssh-key-file.ts';

/** A private key as text, and the line for authorized_keys that belongs to it. */
export interface SshKey {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Makes a new key as the flags want it: PKCS #8 in PEM, as flux writes it. */
export function generateSshKey(options: KeyOptions): SshKey {
  const { privateKey, publicKey } = generate(options);
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' });
  return { privateKey: pem.toString(), publicKey: authorizedKey(publicBlob(publicKey)) };
}

/** Reads a key that the person has; `passphrase` only where the form of the file needs it. Throws CliError. */
export function readSshKey(text: string, passphrase: string | undefined): SshKey {
  const blob = opensshPublicBlob(text) ?? publicBlob(publicKeyOf(text, passphrase));
  return { privateKey: text, publicKey: authorizedKey(blob) };
}

function publicKeyOf(text: string, passphrase: string | undefined): KeyObject {
  try {
    return createPublicKey(createPrivateKey(passphrase === undefined ? text : { key: text, passphrase }));
  } catch (cause) {
    throw new CliError('failed to parse private key', {
      cause,
      hints: ['it has to be in PEM or OpenSSH form; a key with a passphrase needs --password'],
    });
  }
}

function generate({ sshKeyAlgorithm, sshRsaBits, sshEcdsaCurve }: KeyOptions): {
  privateKey: KeyObject;
  publicKey: KeyObject;
} {
  if (sshKeyAlgorithm === 'rsa') return generateKeyPairSync('rsa', { modulusLength: sshRsaBits });
  if (sshKeyAlgorithm === 'ed25519') return generateKeyPairSync('ed25519');
  return generateKeyPairSync('ec', { namedCurve: sshEcdsaCurve.replace('p', 'P-') });
}

const curveNames: ReadonlyMap<string, string> = new Map([
  ['P-256', 'nistp256'],
  ['P-384', 'nistp384'],
  ['P-521', 'nistp521'],
]);

/** The public key in the wire form of RFC 4253, 5656 and 8709. */
function publicBlob(key: KeyObject): Buffer {
  const {
    kty,
    crv = '',
    n = '',
    e = '',
    x = '',
    y = '',
  } = key.export({ format: 'jwk' }) as Readonly<Record<string, string>>;
  if (kty === 'RSA') return Buffer.concat([field('ssh-rsa'), integer(e), integer(n)]);
  if (kty === 'OKP') return Buffer.concat([field('ssh-ed25519'), field(Buffer.from(x, 'base64url'))]);
  const curve = curveNames.get(crv);
  if (curve === undefined) throw new CliError(`keys of the curve ${crv} cannot be used for SSH`);
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  return Buffer.concat([field(`ecdsa-sha2-${curve}`), field(curve), field(point)]);
}

function field(content: string | Buffer): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.byteLength);
  return Buffer.concat([length, bytes]);
}

/** A positive integer: a zero in front keeps a leading bit from being taken for a sign. */
function integer(base64url: string): Buffer {
  const bytes = Buffer.from(base64url, 'base64url');
  return field((bytes[0] ?? 0) >= 0x80 ? Buffer.concat([Buffer.of(0), bytes]) : bytes);
}

function authorizedKey(blob: Buffer): string {
  const algorithm = blob.subarray(4, 4 + blob.readUInt32BE(0)).toString('ascii');
  return `${algorithm} ${blob.toString('base64')}\n`;
}
