import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { SendError } from '../send-error.ts';

/** RFC 8410: what stands before the 32 bytes of an Ed25519 key. */
const privateKeyPrefix = Buffer.from('302e020100300506032b657004220420', 'hex');
const seedPrefix = 18 << 3;
const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567';

/** A key of NATS, read from its seed: https://github.com/nats-io/nkeys */
export interface NatsKey {
  /** Begins with `U` for a user. */
  readonly publicKey: string;
  /** Base64url of the signature. */
  sign(nonce: string): string;
}

/** Reads a seed such as `SU..`; throws {@link SendError}, without a word of it, when it is none. */
export function readSeed(seed: string): NatsKey {
  const bytes = decodeBase32(seed.trim());
  if (bytes === undefined || bytes.length !== 36) throw invalidSeed();
  const [first = 0, second = 0] = bytes;
  const isIntact = checksum(bytes.subarray(0, 34)) === bytes.readUInt16LE(34);
  if ((first & 0xf8) !== seedPrefix || !isIntact) throw invalidSeed();
  const key = privateKeyOf(bytes.subarray(2, 34));
  const kind = ((first & 7) << 5) | ((second & 0xf8) >> 3);
  return {
    publicKey: encodePublicKey(kind, key),
    sign: (nonce) => sign(null, Buffer.from(nonce), key).toString('base64url'),
  };
}

function privateKeyOf(seed: Buffer): KeyObject {
  return createPrivateKey({ key: Buffer.concat([privateKeyPrefix, seed]), format: 'der', type: 'pkcs8' });
}

function encodePublicKey(kind: number, key: KeyObject): string {
  const raw = createPublicKey(key).export({ format: 'der', type: 'spki' }).subarray(-32);
  const body = Buffer.concat([Buffer.from([kind]), raw]);
  const crc = Buffer.alloc(2);
  crc.writeUInt16LE(checksum(body));
  return encodeBase32(Buffer.concat([body, crc]));
}

function invalidSeed(): SendError {
  return new SendError('error parsing nkey seed: invalid seed', { isRetryable: false });
}

/** CRC-16/XMODEM. */
function checksum(bytes: Uint8Array): number {
  let crc = 0;
  for (const byte of bytes) {
    crc ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) crc = (crc & 0x8000) === 0 ? crc << 1 : (crc << 1) ^ 0x1021;
    crc &= 0xffff;
  }
  return crc;
}

function decodeBase32(text: string): Buffer | undefined {
  const bytes: number[] = [];
  let value = 0;
  let bits = 0;
  for (const character of text) {
    const digit = alphabet.indexOf(character);
    if (digit < 0) return undefined;
    value = ((value << 5) | digit) & 0xfff;
    bits += 5;
    if (bits < 8) continue;
    bits -= 8;
    bytes.push((value >> bits) & 0xff);
  }
  return Buffer.from(bytes);
}

function encodeBase32(bytes: Uint8Array): string {
  let text = '';
  let value = 0;
  let bits = 0;
  for (const byte of bytes) {
    value = ((value << 8) | byte) & 0x1fff;
    bits += 8;
    while (bits >= 5) {
      bits -= 5;
      text += alphabet[(value >> bits) & 31] ?? '';
    }
  }
  return bits === 0 ? text : text + (alphabet[(value << (5 - bits)) & 31] ?? '');
}
