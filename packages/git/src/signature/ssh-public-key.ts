import { createPublicKey, hash, type JsonWebKey, type KeyObject } from 'node:crypto';
import { SignatureError } from './signature-error.ts';
import { WireReader } from './wire-reader.ts';

/** How a key of a type signs. */
type SshAlgorithm = 'ed25519' | 'ecdsa' | 'rsa';

/** A public key in ssh's format, ready to verify with. */
export interface SshPublicKey {
  readonly blob: Buffer;
  readonly algorithm: SshAlgorithm;
  readonly key: KeyObject;
  /** ecdsa: bytes of each half of a signature. */
  readonly fieldBytes: number;
  /** Keys on a security token sign this name as well. */
  readonly application?: Buffer;
}

interface Curve {
  readonly name: 'P-256' | 'P-384' | 'P-521';
  readonly fieldBytes: number;
}

const curves: Readonly<Record<string, Curve>> = {
  nistp256: { name: 'P-256', fieldBytes: 32 },
  nistp384: { name: 'P-384', fieldBytes: 48 },
  nistp521: { name: 'P-521', fieldBytes: 66 },
};

const keyLine =
  /(?:^|\s)(?:ssh-ed25519|ssh-rsa|ecdsa-sha2-nistp(?:256|384|521)|sk-ssh-ed25519@openssh\.com|sk-ecdsa-sha2-nistp256@openssh\.com)\s+([A-Za-z0-9+/]+={0,2})(?:\s|$)/;

/** Reads a file in the format of authorized_keys. One bad line makes all of it bad, as in Flux: it is likely a mistake that should be seen. */
export function parseAuthorizedKeys(text: string): SshPublicKey[] {
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => line !== '' && !line.startsWith('#')).map(parseLine);
}

/** `SHA256:<base64>`, as `ssh-keygen -l` prints it. */
export function fingerprint(key: SshPublicKey): string {
  return `SHA256:${hash('sha256', key.blob, 'base64').replace(/=+$/, '')}`;
}

function parseLine(line: string): SshPublicKey {
  const [, encoded] = keyLine.exec(line) ?? [];
  if (encoded === undefined) throw new SignatureError('unable to parse authorized key: ssh: no key found');
  return parsePublicKey(Buffer.from(encoded, 'base64'));
}

/** Reads a key in its binary form. Throws `SignatureError`, also for RSA keys below 2048 bits. */
function parsePublicKey(blob: Buffer): SshPublicKey {
  const reader = new WireReader(blob);
  const type = reader.text();
  if (type === 'ssh-ed25519') return { blob, ...ed25519(reader) };
  if (type === 'sk-ssh-ed25519@openssh.com') return { blob, ...ed25519(reader), application: reader.string() };
  if (type.startsWith('ecdsa-sha2-')) return { blob, ...ecdsa(reader) };
  if (type === 'sk-ecdsa-sha2-nistp256@openssh.com') return { blob, ...ecdsa(reader), application: reader.string() };
  if (type === 'ssh-rsa') return { blob, ...rsa(reader) };
  throw new SignatureError('unable to parse authorized key: ssh: unsupported type of key');
}

type KeyParts = Omit<SshPublicKey, 'blob' | 'application'>;

function ed25519(reader: WireReader): KeyParts {
  const key = importKey({ kty: 'OKP', crv: 'Ed25519', x: reader.string().toString('base64url') });
  return { algorithm: 'ed25519', key, fieldBytes: 32 };
}

function ecdsa(reader: WireReader): KeyParts {
  const curve = curves[reader.text()];
  const point = reader.string();
  if (curve === undefined || point[0] !== 4 || point.length !== 1 + 2 * curve.fieldBytes) {
    throw new SignatureError('unable to parse authorized key: ssh: invalid point of a curve');
  }
  const x = point.subarray(1, 1 + curve.fieldBytes).toString('base64url');
  const y = point.subarray(1 + curve.fieldBytes).toString('base64url');
  return { algorithm: 'ecdsa', key: importKey({ kty: 'EC', crv: curve.name, x, y }), fieldBytes: curve.fieldBytes };
}

function rsa(reader: WireReader): KeyParts {
  const exponent = reader.number();
  const modulus = reader.number();
  if (modulus.length < 256) throw new SignatureError('unable to parse authorized key: ssh: rsa key is too short');
  const jwk = { kty: 'RSA', n: modulus.toString('base64url'), e: exponent.toString('base64url') };
  return { algorithm: 'rsa', key: importKey(jwk), fieldBytes: 0 };
}

function importKey(key: JsonWebKey): KeyObject {
  try {
    return createPublicKey({ key, format: 'jwk' });
  } catch (cause) {
    throw unusable(cause);
  }
}

function unusable(cause: unknown): SignatureError {
  return new SignatureError('unable to parse authorized key: ssh: invalid key', { cause });
}
