import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { CloudTokens } from '@flux19/cloud-identity';
import type { KubeObject } from '@flux19/objects';
import { systemClock } from '@flux19/ports';
import type { KustomizeSettings } from '../settings.ts';
import { type Fleet, startFleet } from '../testing/fleet.ts';
import { becomes, becomesReady, find } from '../testing/stories.ts';

const { signal } = new AbortController();
/** Made by sops; {@link KeyServers} open them. */
const file = (name: string): string =>
  readFileSync(join(import.meta.dirname, '..', 'testdata', 'servers', `${name}.yaml`), 'utf8');
const role = 'arn:aws:iam::123456789012:role/opener';
const vault = 'https://vault.example:8200';

/** AWS and a Vault server in this process. */
class KeyServers {
  readonly calls: { readonly url: string; readonly body: string; readonly headers: Headers }[] = [];
  readonly tokens: CloudTokens = new CloudTokens({
    clock: systemClock,
    variables: {},
    readFile: async (path) => {
      throw new Error(`no ${path}`);
    },
    fetch: async (request) => {
      const { url, headers } = request;
      const body = await request.text();
      this.calls.push({ url, body, headers });
      return this.#answer(url, body);
    },
  });

  #answer(url: string, body: string): Response {
    if (url.startsWith('https://sts.')) {
      const keys = '<AccessKeyId>own</AccessKeyId><SecretAccessKey>canary-role</SecretAccessKey>';
      return new Response(`<r>${keys}<SessionToken>session</SessionToken></r>`);
    }
    const asked = JSON.parse(body);
    if (url.startsWith('https://kms.')) {
      const encrypted = Buffer.from(asked.CiphertextBlob, 'base64').toString();
      return Response.json({ Plaintext: encrypted.slice('kms:'.length) });
    }
    if (url.endsWith('/login')) return Response.json({ auth: { client_token: `token of ${asked.role}` } });
    return Response.json({ data: { plaintext: asked.ciphertext.slice('vault:v1:'.length) } });
  }
}

async function withServers(
  settings: Partial<KustomizeSettings>,
  story: (fleet: Fleet, servers: KeyServers) => Promise<void>,
): Promise<void> {
  const servers = new KeyServers();
  const fleet = await startFleet(settings, { cloudTokens: () => servers.tokens });
  const accounts: KubeObject[] = [
    {
      apiVersion: 'v1',
      kind: 'ServiceAccount',
      metadata: { name: 'opener', namespace: 'flux-system', annotations: { 'eks.amazonaws.com/role-arn': role } },
    },
  ];
  try {
    for (const object of accounts) await fleet.client.create(object, {}, signal);
    await story(fleet, servers);
  } finally {
    await fleet.close();
  }
}

async function password(fleet: Fleet): Promise<string> {
  const { data } = ((await find(fleet, 'Secret', 'whole')) ?? {}) as { readonly data?: Record<string, string> };
  return Buffer.from(data?.['password'] ?? '', 'base64').toString();
}

suite('decryption by servers that keep keys', () => {
  test('shows AWS the credentials of the Secret', () =>
    withServers({}, async (fleet, { calls }) => {
      const credentials = 'aws_access_key_id: AKID\naws_secret_access_key: canary-key\n';
      const data = { 'sops.aws-kms': Buffer.from(credentials).toString('base64') };
      await fleet.client.create(
        { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'keys', namespace: 'flux-system' }, data },
        {},
        signal,
      );
      await fleet.publish({ 'a.yaml': file('aws') });
      await fleet.create('apps', { decryption: { provider: 'sops', secretRef: { name: 'keys' } } });
      await becomesReady(fleet, 'apps');
      assert.equal(await password(fleet), 'canary-kms');
      assert.match(calls[0]?.headers.get('authorization') ?? '', /Credential=AKID\/\d{8}\/eu-west-1\/kms\//);
      assert.doesNotMatch(JSON.stringify([fleet.events, fleet.logged]), /canary/);
    }));

  test('signs in as the ServiceAccount that decrypts', () =>
    withServers({ objectWorkloadIdentity: true }, async (fleet, { calls }) => {
      await fleet.publish({ 'a.yaml': file('aws') });
      await fleet.create('apps', { decryption: { provider: 'sops', serviceAccountName: 'opener' } });
      await becomesReady(fleet, 'apps');
      const form = new URLSearchParams(calls[0]?.body);
      assert.deepEqual([form.get('Action'), form.get('RoleArn')], ['AssumeRoleWithWebIdentity', role]);
      assert.equal(calls[1]?.url, 'https://kms.eu-west-1.amazonaws.com/');
      assert.equal(calls[1]?.headers.get('x-amz-security-token'), 'session');
      await fleet.create('other', { decryption: { provider: 'sops', serviceAccountName: 'nobody' } });
      await becomes(
        fleet,
        'other',
        /^False BuildFailed: decryption failed .*with AWS KMS: failed to get service account 'flux-system\/nobody': serviceaccounts "nobody" not found/s,
      );
    }));

  test('logs in to the Vault servers that the administrator lists, and to no other', () => {
    const settings = {
      objectWorkloadIdentity: true,
      defaultDecryptionServiceAccount: 'opener',
      sopsVaultConfigMap: { namespace: 'flux-system', name: 'vaults' },
    };
    return withServers(settings, async (fleet, { calls }) => {
      const config = `instances:\n- address: ${vault}\n  loginPath: auth/kubernetes/login\n`;
      const metadata = { name: 'vaults', namespace: 'flux-system' };
      await fleet.client.create(
        { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'config.yaml': config } },
        {},
        signal,
      );
      await fleet.publish({
        'own/a.yaml': file('vault'),
        'evil/a.yaml': file('vault').replace(vault, 'https://evil.example'),
      });
      await fleet.create('own', { path: './own', decryption: { provider: 'sops' } });
      await becomesReady(fleet, 'own');
      const { role: name, jwt } = JSON.parse(calls[0]?.body ?? '{}');
      const claims = JSON.parse(Buffer.from(jwt.split('.')[1], 'base64url').toString());
      assert.deepEqual(
        [calls[0]?.url, name, claims.aud],
        [`${vault}/v1/auth/kubernetes/login`, 'flux-system_opener', [vault]],
      );
      assert.equal(calls[1]?.headers.get('x-vault-token'), 'token of flux-system_opener');
      await fleet.create('evil', { path: './evil', decryption: { provider: 'sops' } });
      await becomes(
        fleet,
        'evil',
        /no Vault login path configured for address 'https:\/\/evil.example' in ConfigMap 'flux-system\/vaults'/,
      );
      assert.ok(!calls.some(({ url }) => url.includes('evil')));
    });
  });
});
