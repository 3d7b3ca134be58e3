import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, type JsonWebKey, verify } from 'node:crypto';
import { suite, test } from 'node:test';
import { createTokenKey } from '@flux19/apiserver';
import type { JsonObject } from '@flux19/objects';
import { startApi, type TestApi } from '../testing/api-client.ts';

interface Issuer {
  readonly issuer: string;
  readonly jwks_uri: string;
  readonly id_token_signing_alg_values_supported: readonly string[];
}

async function tokenOf(api: TestApi): Promise<string> {
  const accounts = '/api/v1/namespaces/default/serviceaccounts';
  await api.post(accounts, { metadata: { name: 'bot' } });
  const { body } = await api.post(`${accounts}/bot/token`, { spec: { audiences: ['vault'] } });
  return String((body['status'] as JsonObject)['token']);
}

async function identityOf(api: TestApi, token: string): Promise<unknown> {
  const review = { spec: { token, audiences: ['vault'] } };
  const { body } = await api.post('/apis/authentication.k8s.io/v1/tokenreviews', review);
  return ((body['status'] as JsonObject)['user'] as JsonObject)?.['username'];
}

function decode(part: string): Record<string, unknown> {
  return JSON.parse(Buffer.from(part, 'base64url').toString()) as Record<string, unknown>;
}

suite('keys of tokens', () => {
  test('are published, so that others can verify tokens', async () => {
    const api = startApi();
    const issuer = (await api.get('/.well-known/openid-configuration')).body as unknown as Issuer;
    const { pathname, host, protocol } = new URL(issuer.jwks_uri);
    assert.deepEqual([protocol, host], ['https:', 'cluster']);
    const { body, headers } = await api.get(pathname);
    assert.equal(headers.get('content-type'), 'application/jwk-set+json');
    const [head = '', claims = '', signature = ''] = (await tokenOf(api)).split('.');
    const { alg, kid } = decode(head);
    const key = (body['keys'] as JsonObject[]).find((one) => one['kid'] === kid && one['alg'] === alg);
    assert.ok(key !== undefined);
    assert.deepEqual(issuer.id_token_signing_alg_values_supported, [alg]);
    const publicKey = createPublicKey({ key: key as JsonWebKey, format: 'jwk' });
    const isGenuine = (text: string) =>
      verify(
        'sha256',
        Buffer.from(text),
        { key: publicKey, dsaEncoding: 'ieee-p1363' },
        Buffer.from(signature, 'base64url'),
      );
    assert.ok(isGenuine(`${head}.${claims}`));
    assert.ok(!isGenuine(`${head}.${claims}x`));
    assert.equal(decode(claims)['iss'], issuer.issuer);
    assert.equal(key['d'], undefined);
  });

  test('make tokens outlive the server when they are given', async () => {
    const tokenKey = createTokenKey();
    const first = startApi({ tokenKey });
    const token = await tokenOf(first);
    const second = startApi({ tokenKey });
    second.server.restore(first.server.snapshot());
    assert.equal(await identityOf(second, token), 'system:serviceaccount:default:bot');
    const other = startApi();
    other.server.restore(first.server.snapshot());
    assert.equal(await identityOf(other, token), undefined);
  });

  test('let nobody in who changed a token, or left its signature away', async () => {
    const api = startApi();
    const token = await tokenOf(api);
    const [head = '', claims = '', signature = ''] = token.split('.');
    const other = Buffer.from(JSON.stringify({ ...decode(claims), exp: 1e12 })).toString('base64url');
    const none = Buffer.from(JSON.stringify({ ...decode(head), alg: 'none' })).toString('base64url');
    assert.equal(await identityOf(api, token), 'system:serviceaccount:default:bot');
    const forged = [
      `${head}.${other}.${signature}`,
      `${head}.${claims}.`,
      `${head}.${claims}`,
      `${none}.${claims}.`,
      `${none}.${claims}.${signature}`,
      `${token}.`,
      `${head}.${claims}.${signature.slice(0, 20)}`,
    ];
    for (const text of forged) assert.equal(await identityOf(api, text), undefined, text);
  });

  test('have to be on the curve of their algorithm', () => {
    const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-384' });
    const tokenKey = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    assert.throws(() => startApi({ tokenKey }), /P-256/);
  });
});
