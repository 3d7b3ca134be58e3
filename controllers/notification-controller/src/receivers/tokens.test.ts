import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { conditionText, gitRepository, receiver, type Scene, startScene } from '../testing/scene.ts';

const issuer = 'https://issuer.example';
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });

function tokenOf(claims: object): string {
  const header = { alg: 'RS256', kid: 'key' };
  const payload = { exp: Math.floor(Date.now() / 1000) + 600, ...claims };
  const text = [header, payload].map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
  return `${text}.${sign('sha256', Buffer.from(text), privateKey).toString('base64url')}`;
}

suite('receivers of tokens', () => {
  let scene: Scene;
  before(async () => {
    scene = await startScene(async ({ url }) => {
      if (url.endsWith('/openid-configuration')) return Response.json({ issuer, jwks_uri: `${issuer}/keys` });
      return Response.json({ keys: [{ ...publicKey.export({ format: 'jwk' }), kid: 'key' }] });
    });
    await scene.create(gitRepository('repo'));
  });
  after(() => scene.close());

  async function open(name: string, spec: Readonly<Record<string, unknown>>) {
    await scene.create(receiver(name, spec));
    await eventually(async () => assert.match(conditionText(await scene.receiver(name)), /^True/));
    const path = (await scene.receiver(name)).status?.webhookPath ?? '';
    const call = async (authorization: string, body = '{}'): Promise<number> => {
      const headers = { authorization, 'content-type': 'application/json' };
      const request = new Request(`http://webhooks${path}`, { method: 'POST', body, headers });
      return (await scene.controller.receivers(request)).status;
    };
    await eventually(async () => assert.notEqual(await call(''), 404));
    return call;
  }

  test('let in whose token of the issuer passes every validation', async () => {
    const call = await open('oidc', {
      type: 'generic-oidc',
      secretRef: undefined,
      resourceFilter: "claims.repository == 'foo/bar'",
      oidcProviders: [
        {
          issuerURL: issuer,
          variables: [{ name: 'owner', expression: "claims.repository.split('/')[0]" }],
          validations: [
            { expression: "vars.owner == 'foo'", message: 'wrong owner' },
            { expression: "claims.ref == 'refs/heads/main'", message: 'wrong ref' },
          ],
        },
      ],
    });
    const claims = { iss: issuer, aud: 'notification-controller', repository: 'foo/bar', ref: 'refs/heads/main' };
    assert.equal(await call(`Bearer ${tokenOf(claims)}`), 200);
    const wrong = [
      { ...claims, ref: 'refs/heads/x' },
      { ...claims, repository: 'evil/bar' },
      { ...claims, aud: 'other' },
      { ...claims, iss: 'https://other.example' },
      { ...claims, repository: 1 },
      { iss: issuer, aud: 'notification-controller' },
    ];
    for (const other of wrong) assert.equal(await call(`Bearer ${tokenOf(other)}`), 400, JSON.stringify(other));
    for (const authorization of ['', 'Bearer ', 'Bearer a.b.c', `Basic ${tokenOf(claims)}`]) {
      assert.equal(await call(authorization), 400, authorization);
    }
  });

  test('let in pushes of Google for the account and audience of the Secret', async () => {
    await scene.secret('gcr', { token: 't', email: 'flux@project.example', audience: 'https://flux.example' });
    const call = await open('gcr', {
      type: 'gcr',
      secretRef: { name: 'gcr' },
      resourceFilter: "req.tag.split('/').last().value().split(':').first().value() == 'app1'",
    });
    const claims = {
      iss: 'https://accounts.google.com',
      aud: 'https://flux.example',
      email: 'flux@project.example',
      email_verified: true,
    };
    const push = { action: 'INSERT', digest: 'repo@sha256:6ec1', tag: 'us-east1-docker.pkg.dev/p/r/app1:v1.2.3' };
    const body = JSON.stringify({ message: { data: Buffer.from(JSON.stringify(push)).toString('base64') } });
    assert.equal(await call(`Bearer ${tokenOf(claims)}`, body), 200);
    const wrong = [
      { ...claims, email: 'mallory@project.example' },
      { ...claims, email_verified: 'true' },
      { ...claims, email_verified: false },
      { ...claims, aud: 'https://other.example' },
      { ...claims, iss: issuer },
    ];
    for (const other of wrong) assert.equal(await call(`Bearer ${tokenOf(other)}`, body), 400, JSON.stringify(other));
    for (const other of ['{}', '{"message":[]}', '{"message":{"data":1}}', '{"message":{"data":"AAAA"}}']) {
      assert.equal(await call(`Bearer ${tokenOf(claims)}`, other), 400, other);
    }
  });

  test('stall when their issuers are not well described', async () => {
    const check = async (name: string, oidcProviders: readonly object[], expected: RegExp): Promise<void> => {
      await scene.create(receiver(name, { type: 'generic-oidc', secretRef: undefined, oidcProviders }));
      await eventually(async () => assert.match(conditionText(await scene.receiver(name), 'Stalled'), expected));
    };
    const broken = { issuerURL: issuer, validations: [{ expression: 'claims.', message: 'm' }] };
    await check(
      'oidc-broken',
      [broken],
      /InvalidCELExpression: .*oidcProviders\[0\] \(issuerURL="https:\/\/issuer\.example"\): invalid expression for validation "m"/,
    );
    const untyped = { issuerURL: issuer, validations: [{ expression: '1', message: 'm' }] };
    await check('oidc-untyped', [untyped], /CEL expression output type mismatch: expected bool, got int$/);
  });
});
