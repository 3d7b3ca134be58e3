import assert from 'node:assert/strict';
import { generateKeyPairSync, hash, sign } from 'node:crypto';
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type SignedObject, signatureKind, verifyPgpSignature, verifySshSignature } from '@flux19/git';
import * as openpgp from 'openpgp';
import { parseCommit, parseTag } from '../repository/parse-object.ts';
import { wireString } from './wire-reader.ts';

const payload = Buffer.from('tree 4b825dc642cb6eb9a060e54bf8d69288fbee4904\n\nmessage\n');

/** A commit signed with a new ed25519 key, and the line of authorized_keys for it. */
function signedWithSsh(namespace = 'git'): {
  readonly object: SignedObject;
  readonly line: string;
  readonly fingerprint: string;
} {
  const { publicKey, privateKey } = generateKeyPairSync('ed25519');
  const raw = Buffer.from(publicKey.export({ format: 'jwk' }).x ?? '', 'base64url');
  const blob = Buffer.concat([wireString('ssh-ed25519'), wireString(raw)]);
  const digest = hash('sha512', payload, 'buffer');
  const fields = [wireString(namespace), wireString(''), wireString('sha512')];
  const value = sign(null, Buffer.concat([Buffer.from('SSHSIG'), ...fields, wireString(digest)]), privateKey);
  const signature = wireString(Buffer.concat([wireString('ssh-ed25519'), wireString(value)]));
  const version = Buffer.from([0, 0, 0, 1]);
  const bytes = Buffer.concat([Buffer.from('SSHSIG'), version, wireString(blob), ...fields, signature]);
  const text = bytes.toString('base64').replace(/.{70}/g, '$&\n');
  return {
    object: { payload, signature: `-----BEGIN SSH SIGNATURE-----\n${text}\n-----END SSH SIGNATURE-----\n` },
    line: `ssh-ed25519 ${blob.toString('base64')} ada@example.org`,
    fingerprint: `SHA256:${hash('sha256', blob, 'base64').replace('=', '')}`,
  };
}

async function signedWithPgp(): Promise<{ readonly object: SignedObject; readonly ring: string; readonly id: string }> {
  const { privateKey, publicKey } = await openpgp.generateKey({
    type: 'curve25519',
    userIDs: [{ name: 'Ada', email: 'ada@example.org' }],
    format: 'object',
  });
  const message = await openpgp.createMessage({ binary: payload });
  const signature = await openpgp.sign({ message, signingKeys: privateKey, detached: true });
  const id = publicKey.getKeyID().toHex().toUpperCase();
  return { object: { payload, signature: String(signature) }, ring: publicKey.armor(), id };
}

suite('ssh signature', () => {
  test('is accepted from a key in the list, named by its fingerprint', () => {
    const { object, line, fingerprint } = signedWithSsh();
    const others = `# comment\n\n${signedWithSsh().line}\n`;
    assert.equal(verifySshSignature(object, [others, line]), fingerprint);
    assert.equal(verifySshSignature(object, [`no-pty,command="x y" ${line}`]), fingerprint);
  });

  test('is refused from another key, for another payload or another purpose', () => {
    const { object, line } = signedWithSsh();
    const message = 'unable to verify payload with any of the given authorized keys: no matching key';
    assert.throws(() => verifySshSignature(object, [signedWithSsh().line]), { message });
    assert.throws(() => verifySshSignature({ ...object, payload: Buffer.from('other') }, [line]), { message });
    const forFiles = signedWithSsh('file');
    assert.throws(() => verifySshSignature(forFiles.object, [forFiles.line]), { message });
    assert.throws(() => verifySshSignature(object, []), { message });
  });

  test('is refused when it is absent, of another kind, or damaged', () => {
    const { object, line } = signedWithSsh();
    assert.throws(() => verifySshSignature({ payload, signature: '' }, [line]), {
      message: 'unable to verify payload: signature is empty',
    });
    assert.throws(() => verifySshSignature({ payload, signature: '-----BEGIN PGP SIGNATURE-----' }, [line]), {
      message: 'unable to verify SSH signature, detected signature format: openpgp: signature format mismatch',
    });
    const damaged = object.signature.replace(/\n.{40}/, '\n');
    assert.throws(() => verifySshSignature({ payload, signature: damaged }, [line]), { name: 'SignatureError' });
  });

  test('says when no key could be read', () => {
    assert.throws(() => verifySshSignature(signedWithSsh().object, ['nonsense']), {
      message: 'unable to parse authorized keys: unable to parse authorized key: ssh: no key found',
    });
  });
});

suite('pgp signature', () => {
  test('is accepted from a key in the ring, named by its id', async () => {
    const { object, ring, id } = await signedWithPgp();
    const other = await signedWithPgp();
    assert.equal(await verifyPgpSignature(object, [other.ring, ring]), id);
  });

  test('is refused from another key, for another payload, or without keys', async () => {
    const { object, ring } = await signedWithPgp();
    const message = 'unable to verify payload with any of the given key rings: no matching key';
    await assert.rejects(verifyPgpSignature(object, [(await signedWithPgp()).ring]), { message });
    await assert.rejects(verifyPgpSignature({ ...object, payload: Buffer.from('other') }, [ring]), { message });
    await assert.rejects(verifyPgpSignature(object, []), { message });
    await assert.rejects(
      verifyPgpSignature(object, ['nonsense']),
      /^SignatureError: unable to read armored key ring: /,
    );
    await assert.rejects(verifyPgpSignature({ payload, signature: '' }, [ring]), /signature is empty/);
  });
});

const shared = process.env['FLUX19_SHARED_DATA'] ?? join(import.meta.dirname, '../../../../../shared/data');
const fixtures = join(shared, 'flux-fixtures/pkg/git/signature/testdata');
const files = globSync('*/{commit,tag}_*.txt', { cwd: fixtures }).toSorted();

suite('signatures of the real git', { skip: files.length === 0 && 'no shared data' }, () => {
  for (const file of files) {
    const skip =
      file.includes('brainpool') && 'OpenPGP.js knows these curves on Node only with the package eckey-utils';
    test(`${file} is judged as in Flux`, { skip }, async () => {
      const content = readFileSync(join(fixtures, file));
      const object = file.includes('/commit_')
        ? parseCommit({ hash: '', type: 'commit', content })
        : parseTag({ hash: '', type: 'tag', content });
      const kind = signatureKind(object.signature);
      const [, algorithm = ''] = /(?:commit|tag)_(.*)_signed/.exec(file) ?? [];
      if (algorithm === '') return assert.equal(kind, 'empty');
      const key = readFileSync(join(fixtures, file.replace(/[^/]*$/, `key_${algorithm}.pub`)), 'utf8');
      const tampered = { ...object, payload: Buffer.concat([object.payload, Buffer.from('x')]) };
      if (kind === 'ssh') {
        const { fingerprint = '' } =
          /(?<fingerprint>SHA256:\S+)/.exec(
            readFileSync(join(fixtures, file.replace(/[^/]*$/, `key_${algorithm}.pub_fingerprint`)), 'utf8'),
          )?.groups ?? {};
        assert.equal(verifySshSignature(object, [key]), fingerprint);
        assert.throws(() => verifySshSignature(tampered, [key]));
      } else {
        assert.match(await verifyPgpSignature(object, [key]), /^[0-9A-F]{16}$/);
        await assert.rejects(verifyPgpSignature(tampered, [key]));
      }
      return undefined;
    });
  }
});
