import { createPublicKey, hash, type KeyObject, sign } from 'node:crypto';
import type { GitProgramOptions } from '../process/git-program.ts';
import { runProcess } from '../process/run-process.ts';
import { isEncryptedIdentity } from '../remote/is-encrypted-identity.ts';
import { privateFolder } from '../remote/private-folder.ts';
import type { CommitSigner } from './commit-signer.ts';
import { SigningKeyError } from './signing-key-error.ts';
import { isOpenSshKey, readPrivateKey } from './ssh-private-key.ts';
import { wireNumber } from './wire-number.ts';
import { wireString } from './wire-reader.ts';

const magic = Buffer.from('SSHSIG');
const version = Buffer.from([0, 0, 0, 1]);
const namespace = 'git';
const digest = 'sha512';

/**
 * Signs as `git commit -S` does with `gpg.format=ssh`. Throws `SigningKeyError`. A key that OpenSSH has locked is opened by ssh-keygen, for
 * nothing else knows how; all others are used in this process.
 *
 * @param identity private key, OpenSSH or PEM
 */
export async function createSshSigner(
  identity: string,
  passphrase: string | undefined,
  program: GitProgramOptions,
): Promise<CommitSigner> {
  const isLocked = isEncryptedIdentity(identity);
  if (isLocked && passphrase === undefined)
    throw new SigningKeyError('locked', 'ssh: this private key is passphrase protected');
  if (isLocked && isOpenSshKey(identity)) {
    const signer: CommitSigner = (payload) => signWithProgram(identity, passphrase ?? '', payload, program);
    // A wrong passphrase has to be noticed before anything is committed.
    await signer(new Uint8Array());
    return signer;
  }
  const key = readPrivateKey(identity, passphrase);
  const publicKey = publicBlob(key);
  return async (payload) => armour(key, publicKey, payload);
}

/** https://github.com/openssh/openssh-portable/blob/master/PROTOCOL.sshsig */
function armour(key: KeyObject, publicKey: Buffer, payload: Uint8Array): string {
  const common = [wireString(namespace), wireString(''), wireString(digest)];
  const message = Buffer.concat([magic, ...common, wireString(hash(digest, payload, 'buffer'))]);
  const signature = wireString(Buffer.concat(signatureFields(key, message)));
  const bytes = Buffer.concat([magic, version, wireString(publicKey), ...common, signature]);
  const lines = bytes.toString('base64').match(/.{1,70}/g) ?? [];
  return ['-----BEGIN SSH SIGNATURE-----', ...lines, '-----END SSH SIGNATURE-----', ''].join('\n');
}

function signatureFields(key: KeyObject, message: Buffer): readonly Buffer[] {
  const { kty, crv } = key.export({ format: 'jwk' });
  if (kty === 'OKP') return [wireString('ssh-ed25519'), wireString(sign(null, message, key))];
  if (kty === 'RSA') return [wireString('rsa-sha2-512'), wireString(sign('sha512', message, key))];
  const { name, algorithm } = curveOf(crv);
  const halves = sign(algorithm, message, { key, dsaEncoding: 'ieee-p1363' });
  const middle = halves.length / 2;
  const value = Buffer.concat([wireNumber(halves.subarray(0, middle)), wireNumber(halves.subarray(middle))]);
  return [wireString(`ecdsa-sha2-${name}`), wireString(value)];
}

/** The public half as ssh writes it. */
function publicBlob(key: KeyObject): Buffer {
  const { kty, crv, x = '', y = '', n = '', e = '' } = createPublicKey(key).export({ format: 'jwk' });
  const bytes = (text: string): Buffer => Buffer.from(text, 'base64url');
  if (kty === 'OKP' && crv === 'Ed25519') return Buffer.concat([wireString('ssh-ed25519'), wireString(bytes(x))]);
  if (kty === 'RSA') return Buffer.concat([wireString('ssh-rsa'), wireNumber(bytes(e)), wireNumber(bytes(n))]);
  const { name } = curveOf(crv);
  const point = Buffer.concat([Buffer.of(4), bytes(x), bytes(y)]);
  return Buffer.concat([wireString(`ecdsa-sha2-${name}`), wireString(name), wireString(point)]);
}

function curveOf(crv: string | undefined): { readonly name: string; readonly algorithm: string } {
  if (crv === 'P-256') return { name: 'nistp256', algorithm: 'sha256' };
  if (crv === 'P-384') return { name: 'nistp384', algorithm: 'sha384' };
  if (crv === 'P-521') return { name: 'nistp521', algorithm: 'sha512' };
  throw new SigningKeyError('unreadable', `ssh: keys on the curve ${crv ?? 'unknown'} cannot sign`);
}

const programTimeoutMs = 30_000;

async function signWithProgram(
  identity: string,
  passphrase: string,
  payload: Uint8Array,
  { searchPath, temporaryFolder }: GitProgramOptions,
): Promise<string> {
  const folder = privateFolder(temporaryFolder);
  try {
    const key = await folder.write('identity', identity.endsWith('\n') ? identity : `${identity}\n`);
    const secret = await folder.write('passphrase', `${passphrase}\n`);
    const script = `#!/bin/sh\nexec cat '${secret.replaceAll("'", "'\\''")}'\n`;
    const askPass = await folder.write('ask-pass', script, { isExecutable: true });
    const environment = { PATH: searchPath, LC_ALL: 'C', SSH_ASKPASS: askPass, SSH_ASKPASS_REQUIRE: 'force' };
    const limits = { environment, input: payload, maximumOutputBytes: 64 * 1024, timeoutMs: programTimeoutMs };
    const words = ['-Y', 'sign', '-q', '-n', namespace, '-f', key];
    const { code, output } = await runProcess('ssh-keygen', words, limits, new AbortController().signal);
    if (code !== 0) throw new SigningKeyError('passphrase', 'ssh: the passphrase does not open the key');
    return output.toString('utf8');
  } finally {
    await folder.remove();
  }
}
