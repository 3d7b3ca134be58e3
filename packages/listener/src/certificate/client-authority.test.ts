import assert from 'node:assert/strict';
import { createPrivateKey, generateKeyPairSync, X509Certificate } from 'node:crypto';
import { request } from 'node:https';
import { suite, test } from 'node:test';
import {
  certificateOwner,
  createClientAuthority,
  createClientCredentials,
  createServingCertificate,
  listen,
  signClientCertificate,
} from '@flux19/listener';

const now = Date.now();
const jane = { name: 'jane', groups: ['dev', 'ops=x\nO=system:masters'] };

suite('client certificates', () => {
  const authority = createClientAuthority(now);

  test('name their owner exactly, whatever the names hold', () => {
    const { cert, key } = createClientCredentials(authority, jane, now);
    const certificate = new X509Certificate(cert);
    assert.deepEqual(certificateOwner(certificate), jane);
    assert.ok(certificate.verify(new X509Certificate(authority.cert).publicKey));
    assert.ok(certificate.checkPrivateKey(createPrivateKey(key)));
    assert.equal(certificate.ca, false);
  });

  test('end no later than their authority', () => {
    const { publicKey } = generateKeyPairSync('ed25519');
    const cert = signClientCertificate(authority, jane, publicKey, { fromMs: now, untilMs: now + 1e13 });
    assert.equal(new X509Certificate(cert).validTo, new X509Certificate(authority.cert).validTo);
  });

  test('are told of by the listener when its authority signed them, and not otherwise', async () => {
    const tls = createServingCertificate(['127.0.0.1'], now);
    const owners = new WeakMap<Request, string>();
    const server = await listen({
      tls,
      clientAuthority: authority.cert,
      onClientCertificate: (asked, certificate) => owners.set(asked, certificateOwner(certificate)?.name ?? ''),
      handler: async (asked) => new Response(owners.get(asked) ?? 'nobody'),
    });
    try {
      const ask = (credentials: object): Promise<string> => answerOf(server.url, { ca: tls.ca, ...credentials });
      assert.equal(await ask(createClientCredentials(authority, jane, now)), 'jane');
      assert.equal(await ask({}), 'nobody');
      assert.equal(await ask(createClientCredentials(createClientAuthority(now), jane, now)), 'nobody');
      const expired = createClientCredentials(authority, jane, now - 2 * 365 * 86_400_000);
      assert.equal(await ask(expired), 'nobody');
    } finally {
      await server.close();
    }
  });
});

function answerOf(url: string, options: object): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = request(url, { ...options, agent: false }, async (answer) => {
      let text = '';
      for await (const part of answer) text += String(part);
      resolve(text);
    });
    call.once('error', reject).end();
  });
}
