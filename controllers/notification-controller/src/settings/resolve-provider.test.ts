import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { Provider, ProviderSpec } from '@flux19/api';
import type { KubeClient } from '@flux19/kube';
import { createServingCertificate } from '@flux19/listener';
import { providerTypes } from '../providers/provider-types.ts';
import { TokenMemory } from '../providers/shared/token-memory.ts';
import { type ResolvedProvider, resolveProvider } from './resolve-provider.ts';

type Secrets = Readonly<Record<string, Readonly<Record<string, string>>>>;

const { key, cert, ca } = createServingCertificate(['localhost'], Date.now());

function resolve(spec: Partial<ProviderSpec>, secrets: Secrets = {}): Promise<ResolvedProvider> {
  const client = {
    async get({ name }: { readonly name: string }) {
      const values = secrets[name];
      if (values === undefined) throw new Error(`secrets "${name}" not found`);
      const data = Object.entries(values).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
      return { apiVersion: 'v1', kind: 'Secret', metadata: { name }, data: Object.fromEntries(data) };
    },
  } as unknown as KubeClient;
  const type = providerTypes.get(spec.type ?? 'generic');
  if (type === undefined) throw new Error('no such type');
  const provider: Provider = {
    apiVersion: 'notification.toolkit.fluxcd.io/v1beta3',
    kind: 'Provider',
    metadata: { name: 'provider', namespace: 'apps', uid: 'uid' },
    spec: { type: 'generic', ...spec },
  };
  return resolveProvider(provider, type, { client, tokens: new TokenMemory() }, new AbortController().signal);
}

suite('resolveProvider', () => {
  test('lets the Secret win over the spec', async () => {
    const spec = { address: 'https://a.example', username: 'spec', channel: 'c', secretRef: { name: 's' } };
    const { settings } = await resolve(spec, {
      s: {
        address: ' https://b.example\n',
        token: 'token',
        username: 'user',
        password: 'pass',
        headers: 'A: b\nC: "1"',
      },
    });
    const { address, token, username, password, channel, headers } = settings;
    assert.deepEqual(
      { address, token, username, password, channel, headers },
      {
        address: 'https://b.example',
        token: 'token',
        username: 'user',
        password: 'pass',
        channel: 'c',
        headers: { A: 'b', C: '1' },
      },
    );
    const { settings: plain } = await resolve(spec, { s: { username: 'without password' } });
    assert.deepEqual([plain.address, plain.username, plain.password], ['https://a.example', 'spec', '']);
  });

  test('finds the proxy in its own Secret, the old key or the old field', async () => {
    const own = { address: 'http://proxy.example:3128', username: 'us er', password: 'p@ss' };
    const proxySecretRef = { name: 'proxy' };
    const both = await resolve({ proxySecretRef, proxy: 'http://old.example' }, { proxy: own });
    assert.equal(both.route.proxy, 'http://us%20er:p%40ss@proxy.example:3128/');
    const key = await resolve(
      { secretRef: { name: 's' }, proxy: 'http://old.example' },
      { s: { proxy: 'http://key.example' } },
    );
    assert.equal(key.route.proxy, 'http://key.example');
    assert.equal((await resolve({ proxy: 'http://old.example' })).route.proxy, 'http://old.example');
    assert.equal((await resolve({})).route.proxy, undefined);
    for (const address of ['', 'ftp://x', 'x'.repeat(2049)]) {
      await assert.rejects(
        resolve({ proxySecretRef }, { proxy: { address } }),
        /failed to get proxy URL: secret 'apps\/proxy'/,
      );
    }
    await assert.rejects(resolve({ proxySecretRef }, { proxy: {} }), /key 'address' not found/);
  });

  test('takes certificates from their Secret, and for commit statuses from that of the token', async () => {
    const certificates = { 'ca.crt': ca, 'tls.crt': cert, 'tls.key': key };
    const tls = { certificateAuthority: ca, certificate: cert, key };
    assert.deepEqual((await resolve({ certSecretRef: { name: 'c' } }, { c: certificates })).route.tls, tls);
    const old = await resolve({ certSecretRef: { name: 'c' } }, { c: { caFile: ca } });
    assert.deepEqual(old.route.tls, { certificateAuthority: ca });
    const secretRef = { name: 's' };
    const secrets = { s: { 'ca.crt': ca, token: 't' } };
    assert.deepEqual((await resolve({ type: 'gitlab', secretRef }, secrets)).route.tls, { certificateAuthority: ca });
    assert.equal((await resolve({ type: 'slack', secretRef }, secrets)).route.tls, undefined);
    const wrong: readonly (readonly [Readonly<Record<string, string>>, RegExp])[] = [
      [{}, /must contain either 'ca\.crt' or both 'tls\.crt' and 'tls\.key'$/],
      [{ 'tls.crt': cert }, /contains 'tls\.crt' but missing 'tls\.key'$/],
      [{ 'tls.key': key }, /contains 'tls\.key' but missing 'tls\.crt'$/],
      [{ 'ca.crt': 'canary' }, /^failed to get TLS config: failed to parse CA certificate in secret 'apps\/c'$/],
      [{ 'tls.crt': cert, 'tls.key': 'canary' }, /failed to parse private key in secret 'apps\/c'$/],
    ];
    for (const [values, message] of wrong) {
      await assert.rejects(resolve({ certSecretRef: { name: 'c' } }, { c: values }), { message });
    }
  });

  test('says which Secret is wrong, and nothing of what is in it', async () => {
    await assert.rejects(resolve({ secretRef: { name: 's' } }), {
      message: 'failed to get secret \'apps/s\': secrets "s" not found',
    });
    for (const headers of ['canary', '- canary', 'a: [canary]', 'canary name: x', 'a: "canary\\nb"', '{canary']) {
      await assert.rejects(
        resolve({ secretRef: { name: 's' } }, { s: { headers } }),
        ({ message }: Error) => message.startsWith('failed to read headers from secret') && !message.includes('canary'),
        headers,
      );
    }
    await assert.rejects(
      resolve({ secretRef: { name: 's' } }, { s: { address: `https://canary/${'x'.repeat(2048)}` } }),
      {
        message: 'invalid address in secret: address exceeds maximum length of 2048 bytes',
      },
    );
  });

  test('masks everything that the Secrets hold', async () => {
    const { mask } = await resolve(
      { secretRef: { name: 's' }, proxySecretRef: { name: 'p' } },
      {
        s: { token: 'canary-a', headers: 'X: canary-b', creds: 'canary-c', username: 'user', password: 'canary-d' },
        p: { address: 'http://proxy.example', username: 'user', password: 'canary-e' },
      },
    );
    assert.equal(mask('user canary-a canary-b canary-c canary-d canary-e'), 'user ***** ***** ***** ***** *****');
  });
});
