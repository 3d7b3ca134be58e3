import assert from 'node:assert/strict';
import { createHmac, generateKeyPairSync, type KeyObject, sign } from 'node:crypto';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { senderOver } from '../../testing/sender-over.ts';
import { KeySets } from './key-sets.ts';
import { TokenVerifier } from './token-verifier.ts';

const issuer = 'https://issuer.example';
const nowSeconds = 1_700_000_000;
const { signal } = new AbortController();
const ec = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const rsa = generateKeyPairSync('rsa', { modulusLength: 2048 });
const other = generateKeyPairSync('rsa', { modulusLength: 2048 });
const weak = generateKeyPairSync('rsa', { modulusLength: 1024 });
const claims = { iss: issuer, aud: ['other', 'flux'], exp: nowSeconds + 60, sub: 'repo:foo/bar' };

const encode = (value: unknown): string => Buffer.from(JSON.stringify(value)).toString('base64url');

function tokenOf(header: object, payload: object, key: KeyObject): string {
  const text = `${encode(header)}.${encode(payload)}`;
  return `${text}.${sign('sha256', Buffer.from(text), { key, dsaEncoding: 'ieee-p1363' }).toString('base64url')}`;
}

const good = tokenOf({ alg: 'RS256', kid: 'rsa' }, claims, rsa.privateKey);

function verifierWith(keys: readonly object[]) {
  const asked: string[] = [];
  const held = { keys: [...keys] };
  const sender = senderOver(async ({ url }) => {
    asked.push(new URL(url).pathname);
    if (url.endsWith('/keys')) return Response.json(held);
    const algorithms = ['RS256', 'ES256'];
    return Response.json({ issuer, jwks_uri: `${issuer}/keys`, id_token_signing_alg_values_supported: algorithms });
  });
  const clock = new ManualClock(nowSeconds * 1000);
  const verifier = new TokenVerifier(new KeySets({ sender, clock }), clock);
  const verify = (token: string) =>
    verifier.verify(token, { discoveryUrl: issuer, issuers: [issuer], audience: 'flux' }, signal);
  return { verify, asked, held, clock };
}

const keys = [
  { ...rsa.publicKey.export({ format: 'jwk' }), kid: 'rsa', alg: 'RS256', use: 'sig' },
  { ...ec.publicKey.export({ format: 'jwk' }), kid: 'ec' },
  { ...weak.publicKey.export({ format: 'jwk' }), kid: 'weak' },
];

suite('TokenVerifier', () => {
  test('takes tokens signed by a key of the issuer', async () => {
    const { verify, asked } = verifierWith(keys);
    assert.equal((await verify(good))['sub'], 'repo:foo/bar');
    await verify(tokenOf({ alg: 'ES256', kid: 'ec' }, claims, ec.privateKey));
    await verify(tokenOf({ alg: 'RS256' }, claims, rsa.privateKey));
    assert.deepEqual(asked, ['/.well-known/openid-configuration', '/keys']);
  });

  test('refuses tokens that choose how they are verified', async () => {
    const { verify } = verifierWith(keys);
    const none = `${encode({ alg: 'none' })}.${encode(claims)}.`;
    const text = `${encode({ alg: 'HS256', kid: 'rsa' })}.${encode(claims)}`;
    const publicText = rsa.publicKey.export({ format: 'pem', type: 'spki' });
    const symmetric = `${text}.${createHmac('sha256', publicText).update(text).digest('base64url')}`;
    const wrong = [
      none,
      `${none}AAAA`,
      symmetric,
      tokenOf({ alg: 'RS256', kid: 'rsa' }, claims, other.privateKey),
      tokenOf({ alg: 'RS256', kid: '../../rsa' }, claims, rsa.privateKey),
      tokenOf({ alg: 'RS256', kid: 'weak' }, claims, weak.privateKey),
      tokenOf({ alg: 'ES256', kid: 'rsa' }, claims, ec.privateKey),
      tokenOf({ alg: 'RS256', kid: 'rsa', jwk: other.publicKey.export({ format: 'jwk' }) }, claims, other.privateKey),
      `${good.slice(0, -4)}AAAA`,
      good.split('.').slice(0, 2).join('.'),
      '',
      'a.b.c',
    ];
    for (const token of wrong) await assert.rejects(verify(token), { name: 'WebhookError' }, token);
  });

  test('refuses tokens of others, for others, and out of their time', async () => {
    const { verify } = verifierWith(keys);
    const changes: readonly object[] = [
      { iss: 'https://evil.example' },
      { iss: undefined },
      { aud: 'flux2' },
      { aud: undefined },
      { aud: {} },
      { exp: nowSeconds },
      { exp: undefined },
      { exp: '9999999999' },
      { nbf: nowSeconds + 301 },
      { nbf: 'x' },
    ];
    for (const change of changes) {
      const token = tokenOf({ alg: 'RS256', kid: 'rsa' }, { ...claims, ...change }, rsa.privateKey);
      await assert.rejects(verify(token), { name: 'WebhookError' }, JSON.stringify(change));
    }
  });

  test('asks for new keys when it meets an unknown one, but not for each call', async () => {
    const { verify, asked, held, clock } = verifierWith(keys.slice(1));
    await assert.rejects(verify(good));
    await assert.rejects(verify(good));
    assert.equal(asked.length, 2);
    held.keys = [...keys];
    await clock.advance(11_000);
    await verify(good);
    assert.equal(asked.length, 4);
  });
});
