import { createHash, generateKeyPairSync, sign } from 'node:crypto';

/** Signs as `git commit -S` does with `gpg.format=ssh`, for tests without ssh-keygen. */
export interface SshSigner {
  /** The line of authorized_keys for the key. */
  readonly line: string;
  readonly fingerprint: string;
  sign(payload: Uint8Array): string;
}

/** A signer with a new key. */
export function createSshSigner(): SshSigner {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([field('ssh-ed25519'), field(raw)]);
  return {
    line: `ssh-ed25519 ${blob.toString('base64')} ada@example.org\n`,
    fingerprint: `SHA256:${createHash('sha256').update(blob).digest('base64').replace('=', '')}`,
    sign(payload) {
      const common = [field('git'), field(''), field('sha512')];
      const digest = createHash('sha512').update(payload).digest();
      const message = Buffer.concat([Buffer.from('SSHSIG'), ...common, field(digest)]);
      const value = field(Buffer.concat([field('ssh-ed25519'), field(sign(null, message, privateKey))]));
      const version = Buffer.from([0, 0, 0, 1]);
      const bytes = Buffer.concat([Buffer.from('SSHSIG'), version, field(blob), ...common, value]);
      const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
      return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
    },
  };
}

function field(content: Uint8Array | string): Buffer {
  const bytes = Buffer.from(content);
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}
