const opensshMagic = 'openssh-key-v1\0';

/** Whether a private key needs a passphrase; false for what is no key at all. */
export function isEncryptedIdentity(identity: string): boolean {
  if (/-----BEGIN ENCRYPTED PRIVATE KEY-----|^Proc-Type: 4,ENCRYPTED/m.test(identity)) return true;
  const [, body = ''] = /-----BEGIN OPENSSH PRIVATE KEY-----([\s\S]*?)-----END/.exec(identity) ?? [];
  const bytes = Buffer.from(body, 'base64');
  if (bytes.toString('latin1', 0, opensshMagic.length) !== opensshMagic) return false;
  // The name of the cipher follows, with its length in front: `none` for a key in the clear.
  const start = opensshMagic.length + 4;
  return bytes.length > start && bytes.toString('latin1', start, start + 4) !== 'none';
}
