import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { suite, test } from 'node:test';
import { gitCredentialsFromSecret, isEncryptedIdentity } from '@flux19/git';

suite('gitCredentialsFromSecret', () => {
  test('reads what counts for the scheme', () => {
    const data = {
      identity: 'key',
      known_hosts: 'hosts',
      password: 'phrase',
      username: 'ada',
      'ca.crt': 'CA',
      caFile: 'old',
    };
    assert.deepEqual(gitCredentialsFromSecret('ssh://example.org/x', data), {
      identity: 'key',
      knownHosts: 'hosts',
      password: 'phrase',
    });
    assert.deepEqual(gitCredentialsFromSecret('https://example.org/x', data), {
      username: 'ada',
      password: 'phrase',
      certificateAuthority: 'CA',
    });
  });

  test('prefers a token to a password and the newer name of the authority', () => {
    const data = { bearerToken: 't', username: 'ada', password: 'p', caFile: 'old' };
    assert.deepEqual(gitCredentialsFromSecret('https://x/', data), { bearerToken: 't', certificateAuthority: 'old' });
  });

  test('refuses half of what is needed, with the words of Flux', () => {
    const refused = [
      ['https://x/', { password: 'p' }, "invalid 'https' auth option: 'password' requires 'username' to be set"],
      ['ssh://x/', {}, "invalid 'ssh' auth option: 'identity' is required"],
      ['ssh://x/', { identity: 'k' }, "invalid 'ssh' auth option: 'known_hosts' is required"],
      ['https://x/', { 'tls.crt': 'c' }, "invalid 'https' auth option: 'tls.crt' and 'tls.key' must be set together"],
    ] as const;
    for (const [url, data, message] of refused) {
      assert.throws(() => gitCredentialsFromSecret(url, data), { reason: 'InvalidCredentials', message });
    }
    assert.deepEqual(gitCredentialsFromSecret('https://ada@x/', { password: 'p' }), { password: 'p' });
  });
});

suite('isEncryptedIdentity', () => {
  test('knows locked keys of both formats', () => {
    const { privateKey } = generateKeyPairSync('ed25519');
    const locked = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: 'x' } as const;
    assert.equal(isEncryptedIdentity(String(privateKey.export(locked))), true);
    assert.equal(isEncryptedIdentity(String(privateKey.export({ type: 'pkcs8', format: 'pem' }))), false);
    const openssh = (cipher: string): string => {
      const length = Buffer.from([0, 0, 0, cipher.length]);
      const body = Buffer.concat([Buffer.from('openssh-key-v1\0'), length, Buffer.from(cipher)]).toString('base64');
      return `-----BEGIN OPENSSH PRIVATE KEY-----\n${body}\n-----END OPENSSH PRIVATE KEY-----\n`;
    };
    assert.equal(isEncryptedIdentity(openssh('aes256-ctr')), true);
    assert.equal(isEncryptedIdentity(openssh('none')), false);
    assert.equal(isEncryptedIdentity('nonsense'), false);
  });
});
