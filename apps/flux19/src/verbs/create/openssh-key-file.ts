import { CliError } from '../../program/cli-error.ts';

const armour = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]+?)-----END OPENSSH PRIVATE KEY-----/;
const magic = 'openssh-key-v1\0';

/**
 * The public key inside a private key file of OpenSSH, where it stands in clear even when the rest is encrypted;
 * undefined for files of another form. Format: PROTOCOL.key of OpenSSH. Throws CliError for a broken file.
 */
export function opensshPublicBlob(text: string): Buffer | undefined {
  const [, body] = armour.exec(text) ?? [];
  if (body === undefined) return undefined;
  const bytes = Buffer.from(body, 'base64');
  try {
    if (bytes.toString('latin1', 0, magic.length) !== magic) throw new RangeError('no magic');
    // Cipher, key derivation and its options come first, then the number of keys.
    let at = magic.length;
    for (let skipped = 0; skipped < 3; skipped++) at += 4 + bytes.readUInt32BE(at);
    at += 4;
    const length = bytes.readUInt32BE(at);
    if (at + 4 + length > bytes.byteLength) throw new RangeError('too short');
    return bytes.subarray(at + 4, at + 4 + length);
  } catch (cause) {
    throw new CliError('failed to parse private key', { cause, hints: ['the OpenSSH key file is damaged'] });
  }
}
