import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { signRequest } from '@flux19/cloud-identity';
import { ManualClock } from '@flux19/ports';
import { readAwsCredentials } from '../credentials/aws-credentials.ts';
import { readAzureCredentials } from '../credentials/azure-credentials.ts';
import { readGoogleCredentials } from '../credentials/google-credentials.ts';
import { decryptFile } from '../decrypt-file.ts';
import { createKeyring, type Keyring, type KeyServers } from './keyring.ts';

const { signal } = new AbortController();
const folder = join(import.meta.dirname, '..', 'testdata');
/** Made by sops; the data keys in them are open to {@link KeyService}. */
const file = (name: string): string => readFileSync(join(folder, 'servers', `${name}.yaml`), 'utf8');
const plain = (text: string): string => Buffer.from(text, 'base64').toString();
const credentials = 'aws_access_key_id: AKIDEXAMPLE\naws_secret_access_key: canary-secret\n';
const role = 'arn:aws:iam::123456789012:role/opener';

/** The servers of all clouds. What they call encrypted begins with a word of theirs, and the rest is the data key. */
class KeyService {
  readonly clock: ManualClock = new ManualClock();
  readonly servers: KeyServers;
  readonly calls: string[] = [];
  readonly bodies: string[] = [];
  readonly keyring: Keyring;

  constructor(refuse: (url: string) => Response | undefined = () => undefined) {
    this.servers = {
      clock: this.clock,
      fetch: async (request) => {
        const body = await request.text();
        this.calls.push(request.url);
        this.bodies.push(body);
        return refuse(request.url) ?? this.#answer(request, body);
      },
    };
    this.keyring = createKeyring(this.servers);
  }

  #answer({ url, headers }: Request, body: string): Response {
    if (url.endsWith('/token')) return Response.json({ access_token: 'token', expires_in: 3600 });
    if (url.startsWith('https://sts.')) {
      const keys = '<AccessKeyId>role</AccessKeyId><SecretAccessKey>canary-role</SecretAccessKey>';
      return new Response(`<r>${keys}<SessionToken>session</SessionToken></r>`);
    }
    const asked = JSON.parse(body);
    if (url.startsWith('https://kms.')) {
      this.#checkSignature(new URL(url), headers, body);
      return Response.json({ Plaintext: plain(asked.CiphertextBlob).slice('kms:'.length) });
    }
    if (url.includes('/decrypt?')) {
      const dataKey = Buffer.from(plain(asked.value), 'base64').toString('base64url');
      return headers.get('authorization') === 'Bearer token' ? Response.json({ value: dataKey }) : refusal(401);
    }
    if (url.includes(':decrypt')) return Response.json({ plaintext: plain(asked.ciphertext).slice('gcp:'.length) });
    return Response.json({ data: { plaintext: asked.ciphertext.slice('vault:v1:'.length) } });
  }

  /** Signs what came in once more. */
  #checkSignature(url: URL, headers: Headers, body: string): void {
    const shown = headers.get('authorization') ?? '';
    const [, accessKeyId = '', region = ''] = /Credential=(\w+)\/\d{8}\/([\w-]+)\/kms\//.exec(shown) ?? [];
    const own = ['content-type', 'x-amz-target'].map((name) => [name, headers.get(name) ?? '']);
    const token = headers.get('x-amz-security-token');
    const keys = {
      accessKeyId,
      secretAccessKey: accessKeyId === 'role' ? 'canary-role' : 'canary-secret',
      ...(token === null ? {} : { sessionToken: token }),
    };
    const scope = { region, service: 'kms', nowMs: this.clock.now() };
    const again = signRequest(keys, { method: 'POST', url, headers: Object.fromEntries(own), body, ...scope });
    assert.equal(shown, again['authorization']);
  }
}

function refusal(status: number): Response {
  return Response.json({ __type: 'com.amazonaws.kms#AccessDeniedException', message: 'canary' }, { status });
}

const decrypt = async ({ keyring }: KeyService, text: string): Promise<string> =>
  Buffer.from(await decryptFile(Buffer.from(text), { input: 'yaml', keyring }, signal)).toString();

/** The file for Google with a key of Azure instead. */
function forAzure(vault = 'https://team.vault.azure.net'): string {
  const text = file('gcp');
  const [, encrypted = ''] = /enc: (\S+)/.exec(text) ?? [];
  const value = Buffer.from(plain(encrypted).slice('gcp:'.length)).toString('base64url');
  const key = `    azure_kv:\n        - vault_url: ${vault}\n          name: main\n          version: v1\n          enc: ${value}\n`;
  return text.replace(/ {4}gcp_kms:\n(?: {8}.*\n)+/, key);
}

suite('keys that servers keep', () => {
  test('of AWS are decrypted in their region, with signature, context and role', async () => {
    const service = new KeyService();
    service.keyring.aws = readAwsCredentials(credentials);
    assert.match(await decrypt(service, file('aws')), /canary-kms/);
    assert.deepEqual(service.calls, ['https://kms.eu-west-1.amazonaws.com/']);
    const { KeyId, EncryptionContext } = JSON.parse(service.bodies[0] ?? '');
    assert.match(KeyId, /^arn:aws:kms:eu-west-1:/);
    assert.deepEqual(EncryptionContext, { team: 'one' });
    const withRole = file('aws').replace('- arn:', `- role: ${role}\n          arn:`);
    assert.match(await decrypt(service, withRole), /canary-kms/);
    assert.equal(new URLSearchParams(service.bodies[1]).get('RoleArn'), role);
  });

  test('of Google are decrypted with the credentials of a service account', async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const key = { type: 'service_account', private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }) };
    const service = new KeyService();
    service.keyring.google = readGoogleCredentials(JSON.stringify(key), service.servers);
    assert.match(await decrypt(service, file('gcp')), /canary-kms/);
    const [header, claims, signature = ''] = (new URLSearchParams(service.bodies[0]).get('assertion') ?? '').split('.');
    assert.ok(verify('RSA-SHA256', Buffer.from(`${header}.${claims}`), publicKey, Buffer.from(signature, 'base64url')));
    assert.equal(
      service.calls[1],
      'https://cloudkms.googleapis.com/v1/projects/p/locations/global/keyRings/r/cryptoKeys/k:decrypt',
    );
  });

  test('of Azure are decrypted for an application, by its secret in either spelling or its certificate', async () => {
    for (const text of [
      'tenantId: t\nclientId: c\nclientSecret: canary',
      '{"tenant": "t", "appId": "c", "password": "canary"}',
    ]) {
      const service = new KeyService();
      service.keyring.azure = readAzureCredentials(Buffer.from(`\ufeff${text}`, 'utf16le'), service.servers);
      assert.match(await decrypt(service, forAzure()), /canary-kms/);
      assert.deepEqual(service.calls, [
        'https://login.microsoftonline.com/t/oauth2/v2.0/token',
        'https://team.vault.azure.net/keys/main/v1/decrypt?api-version=7.4',
      ]);
      const form = new URLSearchParams(service.bodies[0]);
      assert.deepEqual([form.get('client_secret'), form.get('scope')], ['canary', 'https://vault.azure.net/.default']);
    }
    const machine = new KeyService();
    machine.keyring.azure = readAzureCredentials(Buffer.from('clientId: c'), machine.servers);
    await assert.rejects(decrypt(machine, forAzure()));
    assert.match(
      machine.calls[0] ?? '',
      /^http:\/\/169.254.169.254\/metadata\/identity\/oauth2\/token\?.*client_id=c$/,
    );
    assert.throws(() => readAzureCredentials(Buffer.from('{}'), machine.servers), /requires a 'clientId' field/);
  });

  test('get no token when the file names a host that is none of the cloud', async () => {
    const service = new KeyService();
    service.keyring.azure = async () => assert.fail('nothing may be asked for');
    service.keyring.aws = readAwsCredentials(credentials);
    for (const vault of [
      'https://vault.azure.net.evil.example',
      'http://team.vault.azure.net',
      'https://evil.example/.vault.azure.net',
    ]) {
      await assert.rejects(decrypt(service, forAzure(vault)), /is not the address of a key vault of Azure/);
    }
    const evil = file('aws').replace('kms:eu-west-1:', 'kms:evil.example/:');
    await assert.rejects(decrypt(service, evil), /'evil.example\/' is not a region of AWS/);
    assert.deepEqual(service.calls, []);
  });

  test('in groups give what the threshold asks for, and are all reported when they do not', async () => {
    const service = new KeyService();
    service.keyring.aws = readAwsCredentials(credentials);
    service.keyring.vault = async () => 'token';
    assert.match(await decrypt(service, file('groups')), /canary-kms/);
    const refusing = new KeyService((url) => (url.startsWith('https://kms.') ? refusal(400) : undefined));
    refusing.keyring.aws = readAwsCredentials(credentials);
    refusing.keyring.vault = async () => 'token';
    await assert.rejects(decrypt(refusing, file('groups')), (thrown: Error) => {
      const arn = 'arn:aws:kms:eu-west-1:123456789012:key/11111111-2222-3333-4444-555555555555';
      assert.match(
        thrown.message,
        /^cannot get sops data key: Failed to get the data key required to decrypt the SOPS file\./,
      );
      assert.match(thrown.message, /Group 0: FAILED\n {2}age1\w+: FAILED\n {4}- \| no age identity is given/);
      assert.match(thrown.message, /\n\nGroup 1: SUCCESS\n\nGroup 2: FAILED\n/);
      const why = 'POST https://kms.eu-west-1.amazonaws.com/: unexpected status code 400 (AccessDeniedException)';
      const failed = `  ${arn}: FAILED\n    - | failed to decrypt sops data key with AWS KMS: ${why}`;
      assert.ok(thrown.message.includes(failed), thrown.message);
      assert.match(thrown.message, /Shamir threshold of 2, but only 1 part\(s\) were successfully recovered/);
      assert.doesNotMatch(thrown.message, /canary/);
      return true;
    });
  });

  test('say which credentials are missing, and never show those that are wrong', async () => {
    const service = new KeyService();
    const cases = { aws: /\(sops\.aws-kms\)/, gcp: /\(sops\.gcp-kms\)/, vault: /\(sops\.vault-token\)/ };
    for (const [name, pattern] of Object.entries(cases)) await assert.rejects(decrypt(service, file(name)), pattern);
    await assert.rejects(decrypt(service, forAzure()), /\(sops\.azure-kv\)/);
    const broken: readonly (() => unknown)[] = [
      () => readAwsCredentials('aws_secret_access_key: [canary'),
      () => readAzureCredentials(Buffer.from('clientSecret: [canary'), service.servers),
      () => readGoogleCredentials('{"private_key": "canary"', service.servers),
    ];
    for (const read of broken) assert.throws(read, (thrown: Error) => !thrown.message.includes('canary'));
  });
});
