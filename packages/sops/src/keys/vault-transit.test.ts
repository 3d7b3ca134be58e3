import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type Handler, systemClock } from '@flux19/ports';
import { decryptFile } from '../decrypt-file.ts';
import { createKeyring, type Keyring } from './keyring.ts';

const { signal } = new AbortController();
const folder = join(import.meta.dirname, '..', 'testdata');
const encrypted = readFileSync(join(folder, 'secret.yaml'), 'utf8');

const vaultKey = (address: string): string =>
  `    hc_vault:\n        - vault_address: ${address}\n          engine_path: sops/transit\n          key_name: main\n          enc: vault:v1:abc\n`;

/** The file with a key of Vault instead of that of age. */
function withVault(address = 'https://vault.example:8200'): Uint8Array {
  const [before, after] = [encrypted.indexOf('    age:\n'), encrypted.indexOf('    encrypted_regex:')];
  return Buffer.from(encrypted.slice(0, before) + vaultKey(address) + encrypted.slice(after));
}

/** The data key, as the server would give it. */
async function dataKey(): Promise<string> {
  const keys = createKeyring();
  keys.age.add(readFileSync(join(folder, 'one.agekey'), 'utf8'));
  const [, armored = ''] = /enc: \|\n((?: {12}.*\n)+)/.exec(encrypted) ?? [];
  return Buffer.from(await keys.age.decrypt(armored.replace(/^ +/gm, ''))).toString('base64');
}

function keyring(fetch: Handler, token = 'canary-token'): Keyring {
  const keys = createKeyring({ fetch, clock: systemClock });
  if (token !== '') keys.vault = async () => token;
  return keys;
}

const decrypt = (keys: Keyring, data = withVault()): Promise<Uint8Array> =>
  decryptFile(data, { input: 'yaml', keyring: keys }, signal);

suite('keys of Vault', () => {
  test('are decrypted by its transit engine', async () => {
    const asked: Request[] = [];
    const plaintext = await dataKey();
    const keys = keyring(async (request) => {
      asked.push(request);
      return Response.json({ data: { plaintext } });
    });
    assert.match(Buffer.from(await decrypt(keys)).toString(), /canary-4711/);
    const [request] = asked;
    assert.equal(request?.url, 'https://vault.example:8200/v1/sops/transit/decrypt/main');
    assert.equal(request?.headers.get('x-vault-token'), 'canary-token');
    assert.deepEqual(await request?.json(), { ciphertext: 'vault:v1:abc' });
    assert.equal(request?.redirect, 'manual');
  });

  test('say what is missing when they cannot be', async () => {
    const refusing = keyring(async () => new Response('{"errors": ["canary"]}', { status: 403 }));
    const cases: readonly (readonly [Keyring, RegExp])[] = [
      [refusing, /failed to decrypt sops data key from Vault transit backend '.*': the server answered 403/],
      [keyring(async () => Promise.reject(new Error('canary'))), /the server cannot be reached/],
      [keyring(async () => new Response('canary')), /the answer is not that of a Vault server/],
      [keyring(async () => Response.json({ data: {} })), /the answer holds no plaintext/],
      [keyring(async () => new Response(), ''), /no Vault token is given \(sops\.vault-token\)/],
    ];
    for (const [keys, pattern] of cases) {
      await assert.rejects(decrypt(keys), (thrown: Error) => {
        assert.match(thrown.message, pattern);
        assert.doesNotMatch(thrown.message, /canary/);
        return true;
      });
    }
  });

  test('are asked of servers by http and https only', async () => {
    const keys = keyring(async () => assert.fail('nothing may be sent'));
    for (const address of ['file:///etc', 'javascript:1', 'vault.example', '""']) {
      await assert.rejects(decrypt(keys, withVault(address)), /address of the Vault server is not valid/);
    }
  });
});
