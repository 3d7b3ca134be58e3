import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { createPgpSigner, createSshSigner, verifyPgpSignature, verifySshSignature } from '@flux19/git';

const payload = Buffer.from('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nmessage\n');
const folder = mkdtempSync(join(tmpdir(), 'flux19-sign-'));
const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: folder };

function hasKeyMaker(): boolean {
  try {
    execFileSync('ssh-keygen', ['-Q', '-f', '/nowhere'], { stdio: 'ignore' });
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}
const skip = hasKeyMaker() ? false : 'there is no ssh-keygen on this machine';

function makeKey(name: string, ...words: string[]): { readonly identity: string; readonly line: string } {
  const file = join(folder, name);
  execFileSync('ssh-keygen', ['-q', '-f', file, ...words]);
  return { identity: readFileSync(file, 'utf8'), line: readFileSync(`${file}.pub`, 'utf8') };
}

suite('createSshSigner', () => {
  after(() => rmSync(folder, { recursive: true }));

  for (const words of [
    ['-t', 'ed25519'],
    ['-t', 'ecdsa', '-b', '256'],
    ['-t', 'ecdsa', '-b', '521'],
    ['-t', 'rsa', '-b', '2048'],
    ['-t', 'rsa', '-b', '2048', '-m', 'PEM'],
  ]) {
    test(`signs with a key made by ssh-keygen ${words.join(' ')}`, { skip }, async () => {
      const { identity, line } = makeKey(words.join('-'), ...words, '-N', '');
      const signature = await (await createSshSigner(identity, undefined, program))(payload);
      assert.match(verifySshSignature({ signature, payload }, [line]), /^SHA256:/);
    });
  }

  test('signs with a locked key when it has the passphrase', { skip }, async () => {
    const { identity, line } = makeKey('locked', '-t', 'ed25519', '-N', 'open sesame');
    const signature = await (await createSshSigner(identity, 'open sesame', program))(payload);
    assert.match(verifySshSignature({ signature, payload }, [line]), /^SHA256:/);
    await assert.rejects(createSshSigner(identity, undefined, program), { fault: 'locked' });
    await assert.rejects(createSshSigner(identity, 'wrong', program), { fault: 'passphrase' });
  });

  test('signs with a key in PEM, locked or not', async () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    for (const passphrase of [undefined, 'open sesame']) {
      const lock = passphrase === undefined ? {} : { cipher: 'aes-256-cbc', passphrase };
      const identity = privateKey.export({ type: 'pkcs8', format: 'pem', ...lock }).toString();
      const signature = await (await createSshSigner(identity, passphrase, program))(payload);
      assert.match(signature, /^-----BEGIN SSH SIGNATURE-----\n/);
    }
  });

  test('refuses what is no key, without repeating it', async () => {
    await assert.rejects(createSshSigner('canary', undefined, program), {
      fault: 'unreadable',
      message: 'ssh: no key found',
    });
  });
});

suite('createPgpSigner', () => {
  test('signs so that the public key verifies it', async () => {
    const openpgp = await import('openpgp');
    const userIDs = [{ name: 'Ada', email: 'ada@example.org' }];
    const made = await openpgp.generateKey({ userIDs, passphrase: 'open sesame', format: 'armored' });
    const signature = await (await createPgpSigner(made.privateKey, 'open sesame'))(payload);
    assert.match(await verifyPgpSignature({ signature, payload }, [made.publicKey]), /^[0-9A-F]+$/i);
    await assert.rejects(createPgpSigner(made.privateKey, undefined), { fault: 'locked' });
    await assert.rejects(createPgpSigner(made.privateKey, 'wrong'), { fault: 'passphrase' });
    await assert.rejects(createPgpSigner('canary', undefined), (error: Error & { fault: string }) => {
      assert.equal(error.fault, 'unreadable');
      return !error.message.includes('canary');
    });
  });
});
