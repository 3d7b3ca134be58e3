import { hash, verify } from 'node:crypto';
import type { SignedObject } from '../repository/commit.ts';
import { SignatureError } from './signature-error.ts';
import { signatureKind } from './signature-kind.ts';
import { fingerprint, parseAuthorizedKeys, type SshPublicKey } from './ssh-public-key.ts';
import { WireReader, wireString } from './wire-reader.ts';

/** What git signs for: a signature made for another purpose does not count. */
const gitNamespace = 'git';

const magic = 'SSHSIG';

/** The format of https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig */
interface SshSignature {
  readonly publicKey: Buffer;
  readonly namespace: string;
  readonly reserved: Buffer;
  readonly hashAlgorithm: string;
  readonly format: string;
  readonly value: Buffer;
  /** Flags and counter of a security token. */
  readonly rest: Buffer;
}

/**
 * Verifies the ssh signature of a commit or tag and returns the fingerprint of the key that made it. Throws `SignatureError` with Flux's message.
 *
 * @param authorizedKeys files in the format of authorized_keys
 */
export function verifySshSignature(object: SignedObject, authorizedKeys: readonly string[]): string {
  const kind = signatureKind(object.signature.trim());
  if (kind === 'empty') throw new SignatureError('unable to verify payload: signature is empty');
  if (kind !== 'ssh') {
    const found = `detected signature format: ${kind}: signature format mismatch`;
    throw new SignatureError(`unable to verify SSH signature, ${found}`);
  }
  const signature = parseSignature(object.signature);
  const keys = readKeys(authorizedKeys);
  const key = keys.find(({ blob }) => blob.equals(signature.publicKey));
  if (key !== undefined && isValid(signature, key, object.payload)) return fingerprint(key);
  throw new SignatureError('unable to verify payload with any of the given authorized keys: no matching key');
}

/** The keys of all files that can be read; throws when there is not one such file. */
function readKeys(files: readonly string[]): SshPublicKey[] {
  const keys: SshPublicKey[] = [];
  let failure: unknown;
  let readable = 0;
  for (const file of files) {
    try {
      keys.push(...parseAuthorizedKeys(file));
      readable += 1;
    } catch (thrown) {
      failure ??= thrown;
    }
  }
  if (readable > 0 || failure === undefined) return keys;
  const why = failure instanceof Error ? failure.message : String(failure);
  throw new SignatureError(`unable to parse authorized keys: ${why}`, { cause: failure });
}

function parseSignature(text: string): SshSignature {
  const body = text.replace(/-----(?:BEGIN|END) SSH SIGNATURE-----/g, '').replace(/\s+/g, '');
  const reader = new WireReader(Buffer.from(body, 'base64'));
  const isKnown = reader.bytes(magic.length).toString('latin1') === magic && reader.uint32() === 1;
  if (!isKnown) throw new SignatureError('unable to unarmor SSH signature: unsupported format');
  const outer = {
    publicKey: reader.string(),
    namespace: reader.text(),
    reserved: reader.string(),
    hashAlgorithm: reader.text(),
  };
  const blob = reader.string();
  const inner = new WireReader(blob);
  const format = inner.text();
  const value = inner.string();
  const rest = blob.subarray(8 + Buffer.byteLength(format, 'latin1') + value.length);
  return { ...outer, format, value, rest };
}

function isValid(signature: SshSignature, key: SshPublicKey, payload: Uint8Array): boolean {
  const { namespace, hashAlgorithm, reserved } = signature;
  if (namespace !== gitNamespace || !/^sha(?:256|512)$/.test(hashAlgorithm)) return false;
  const digest = hash(hashAlgorithm, payload, 'buffer');
  const parts = [wireString(namespace), wireString(reserved), wireString(hashAlgorithm), wireString(digest)];
  const message = Buffer.concat([Buffer.from(magic), ...parts]);
  const signed = key.application === undefined ? message : tokenMessage(key.application, signature.rest, message);
  return checks[key.algorithm](signature, key, signed);
}

/** Security tokens sign hashes, flags and a counter: https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.u2f */
function tokenMessage(application: Buffer, flagsAndCounter: Buffer, message: Buffer): Buffer {
  return Buffer.concat([hash('sha256', application, 'buffer'), flagsAndCounter, hash('sha256', message, 'buffer')]);
}

type Check = (signature: SshSignature, key: SshPublicKey, message: Buffer) => boolean;

const checks: Readonly<Record<SshPublicKey['algorithm'], Check>> = {
  ed25519: ({ value }, { key }, message) => verify(null, message, key, value),
  ecdsa(signature, { key, fieldBytes }, message) {
    const hashes = { 32: 'sha256', 48: 'sha384', 66: 'sha512' } as const;
    const algorithm = hashes[fieldBytes as keyof typeof hashes];
    const halves = new WireReader(signature.value);
    const value = Buffer.concat([halves.number(), halves.number()].map((half) => leftPad(half, fieldBytes)));
    return verify(algorithm, message, { key, dsaEncoding: 'ieee-p1363' }, value);
  },
  // `ssh-rsa` alone means SHA-1, which proves nothing any more.
  rsa({ format, value }, { key }, message) {
    const [, bits] = /^rsa-sha2-(256|512)$/.exec(format) ?? [];
    return bits !== undefined && verify(`sha${bits}`, message, key, value);
  },
};

function leftPad(bytes: Buffer, length: number): Buffer {
  if (bytes.length > length) throw new SignatureError('a signature has a number that is too large');
  return Buffer.concat([Buffer.alloc(length - bytes.length), bytes]);
}
