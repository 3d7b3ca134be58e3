import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { parseDocuments } from '@flux19/yaml';
import { decryptFile } from './decrypt-file.ts';
import { createKeyring, type Keyring } from './keys/keyring.ts';
import { SopsError } from './sops-error.ts';
import { formatForPath, isEncrypted, type SopsFormat } from './sops-format.ts';

const { signal } = new AbortController();
const folder = join(import.meta.dirname, 'testdata');
const read = (name: string): Buffer => readFileSync(join(folder, name));

/** A keyring with the given files of keys. */
function keyring(...names: readonly string[]): Keyring {
  const keys = createKeyring();
  for (const name of names) {
    if (name.endsWith('.asc')) keys.pgp.add(read(name));
    else keys.age.add(read(name).toString());
  }
  return keys;
}

const everyKey = keyring('one.agekey', 'two.agekey', 'quantum.agekey', 'key.asc');

const decrypt = async (name: string, keys = everyKey, data: Uint8Array = read(name)): Promise<string> =>
  Buffer.from(await decryptFile(data, { input: formatForPath(name), keyring: keys }, signal)).toString();

/** The values of YAML documents; how they are printed is left to each printer. */
function values(text: string): unknown {
  return parseDocuments(text, { dialect: 'v3' }).map(({ value }) => value);
}

suite('decryptFile', () => {
  const names = readdirSync(folder).filter((name) => name.endsWith('.expected'));

  for (const name of names.map((expected) => expected.replace(/\.expected$/, ''))) {
    test(`reads ${name} as sops does`, async () => {
      const format: SopsFormat = formatForPath(name);
      const expected = read(`${name}.expected`);
      assert.ok(isEncrypted(read(name), format));
      if (format === 'yaml') return assert.deepEqual(values(await decrypt(name)), values(expected.toString()));
      const plain = await decryptFile(read(name), { input: format, keyring: everyKey }, signal);
      return assert.deepEqual(Buffer.from(plain), expected);
    });
  }

  test('has cases from the real sops', () => assert.equal(names.length, 19));

  test('keeps comments, decrypted, where they were', async () => {
    const text = await decrypt('types.yaml');
    assert.match(text, /^# about the file\ntext: plain words\n/);
    assert.match(text, /list:\n {4}# about the first\n {4}- a\n/);
    assert.doesNotMatch(text, /ENC\[/);
  });

  test('tells which keys were tried when none opens the file', async () => {
    await assert.rejects(decrypt('secret.yaml', keyring('two.agekey')), (thrown: SopsError) => {
      assert.equal(thrown.reason, 'NoKey');
      assert.match(thrown.message, /^cannot get sops data key: .*Group 0: FAILED\n {2}age1\w+: FAILED/s);
      return true;
    });
    await assert.rejects(decrypt('pgp.yaml', keyring('one.agekey')), /no PGP key is given/);
    await assert.rejects(decrypt('groups.yaml', keyring('one.agekey')), /Shamir threshold of 2, but only 1 part/);
  });

  test('opens any group of keys, PGP keys in binary form, and parts by Shamir', async () => {
    assert.match(await decrypt('both.yaml', keyring('binary-key.asc')), /canary-4711/);
    assert.match(await decrypt('both.yaml', keyring('two.agekey')), /canary-4711/);
    for (const pair of [
      ['one', 'three'],
      ['two', 'three'],
    ]) {
      assert.match(await decrypt('groups.yaml', keyring(...pair.map((name) => `${name}.agekey`))), /canary-4711/);
    }
  });

  test('refuses files that were changed after they were encrypted', async () => {
    const text = read('secret.yaml').toString();
    const changes: readonly (readonly [string, (text: string) => string])[] = [
      ['a value in clear text', (all) => all.replace('name: credentials', 'name: other')],
      ['an encrypted value', (all) => all.replace(/(password: ENC\[AES256_GCM,data:)./, '$1x')],
      ['two values that changed places', (all) => swapped(all)],
      ['a value that is gone', (all) => all.replace(/\n *user: .*\n/, '\n')],
      ['a document more', (all) => `${all}---\nkind: Other\n`],
      ['no code', (all) => all.replace(/\n *mac: .*\n/, '\n    mac: ""\n')],
      ['another date', (all) => all.replace(/lastmodified: "20\d\d/, 'lastmodified: "2001')],
      ['less encrypted', (all) => all.replace('^(data|stringData)$', '^data$')],
      [
        'another way to compute the code',
        (all) => all.replace('    version:', '    mac_only_encrypted: true\n    version:'),
      ],
    ];
    for (const [what, change] of changes) {
      const changed = change(text);
      assert.notEqual(changed, text, what);
      await assert.rejects(decrypt('secret.yaml', everyKey, Buffer.from(changed)), SopsError, what);
    }
  });

  test('never shows values or keys in its errors', async () => {
    const text = read('secret.yaml').toString();
    const broken = text.replace(/password: ENC.*/, 'password: canary in clear text');
    await assert.rejects(decrypt('secret.yaml', everyKey, Buffer.from(broken)), (thrown: SopsError) => {
      assert.doesNotMatch(thrown.message, /canary/);
      assert.match(thrown.message, /stringData:password: Input string <redacted> does not match/);
      return true;
    });
    assert.throws(
      () => createKeyring().age.add('# key\nAGE-SECRET-KEY-1CANARY\n'),
      (thrown: Error) => thrown.message === 'error at line 2: malformed secret key' && thrown.cause === undefined,
    );
  });

  test('bounds what it reads', async () => {
    const large = Buffer.alloc(6 * 1024 * 1024, 'a');
    await assert.rejects(decrypt('a.yaml', everyKey, large), /exceeding limit/);
    await assert.rejects(decrypt('a.yaml', everyKey, Buffer.from(`a: ${'['.repeat(5_000)}`)), SopsError);
    await assert.rejects(decrypt('a.json', everyKey, Buffer.from(`{"a": ${'['.repeat(50_000)}`)), /too deep/);
    const bomb = Array.from({ length: 12 }, (_, i) => `k${i}: &a${i} [${`*a${i - 1},`.repeat(i === 0 ? 0 : 9)}1]`);
    await assert.rejects(decrypt('a.yaml', everyKey, Buffer.from(bomb.join('\n'))), SopsError);
    await assert.rejects(decrypt('a.env', everyKey, Buffer.from('sops_age__list_9__map_enc=x\n')), /Incomplete list/);
  });
});

function swapped(text: string): string {
  const [user = ''] = /(?<=user: )ENC\S+/.exec(text) ?? [];
  const [password = ''] = /(?<=password: )ENC\S+/.exec(text) ?? [];
  return text.replace(user, '@').replace(password, user).replace('@', password);
}
