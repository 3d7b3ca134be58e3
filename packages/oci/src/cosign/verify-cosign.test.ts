import assert from 'node:assert/strict';
import { beforeEach, suite, test } from 'node:test';
import type { OciClient } from '../client/oci-client.ts';
import { buildImage } from '../image/build-image.ts';
import { pushImage } from '../image/push-image.ts';
import { littleSigstore } from '../testing/little-sigstore.ts';
import { registryFixture } from '../testing/registry-fixture.ts';
import { newKey, pushBundle, pushSignatures, signBytes, simplePayload } from '../testing/sign-image.ts';
import type { CosignTrust } from './cosign-trust.ts';
import { verifyCosign } from './verify-cosign.ts';

const { signal } = new AbortController();
const built = buildImage({ layers: [] });
const { digest, size } = built.descriptor;
const other = `sha256:${'1'.repeat(64)}`;
const app = { registry: 'registry.test', repository: 'team/app' };
const image = { ...app, digest, size };
const ada = newKey();
const eve = newKey();

function keys(...all: readonly { readonly publicPem: string }[]): CosignTrust {
  return { kind: 'keys', keys: all.map(({ publicPem }) => publicPem) };
}

function statement(about: string, predicateType = 'https://sigstore.dev/cosign/sign/v1'): object {
  const subject = [{ name: '', digest: { sha256: about.slice('sha256:'.length) } }];
  return { _type: 'https://in-toto.io/Statement/v1', subject, predicateType, predicate: {} };
}

suite('verifyCosign with keys', () => {
  let client: OciClient;
  beforeEach(async () => {
    client = registryFixture().client;
    await pushImage(client, { ...app, tag: 'v1' }, built, signal);
  });
  const sign = (key: typeof ada, payload: Uint8Array) => ({ payload, signature: signBytes(key.privateKey, payload) });
  const isRefused = (trust: CosignTrust) =>
    assert.rejects(verifyCosign(client, image, trust, signal), {
      reason: 'SignatureInvalid',
      message: `no matching signatures were found for 'registry.test/team/app@${digest}'`,
    });

  for (const kind of ['ec', 'rsa', 'ed25519'] as const) {
    test(`takes a signature of a key of the kind ${kind}`, async () => {
      const key = newKey(kind);
      await pushSignatures(client, image, [sign(key, simplePayload(digest))]);
      await verifyCosign(client, image, keys(eve, key), signal);
      await isRefused(keys(eve));
    });
  }

  test('takes one good signature among others', async () => {
    await pushSignatures(client, image, [sign(eve, simplePayload(digest)), sign(ada, simplePayload(digest))]);
    await verifyCosign(client, image, keys(ada), signal);
  });

  test('refuses what is not signed, or by nobody that is trusted', async () => {
    await isRefused(keys(ada));
    await pushSignatures(client, image, [sign(ada, simplePayload(digest))]);
    await isRefused(keys());
  });

  test('refuses signatures of another image, another kind, or another payload', async () => {
    const good = sign(ada, simplePayload(digest));
    await pushSignatures(client, image, [
      sign(ada, simplePayload(other)),
      sign(ada, simplePayload(digest, 'something else')),
      { payload: simplePayload(digest), signature: sign(ada, simplePayload(other)).signature },
      { payload: Buffer.from('{"critical":null}'), signature: good.signature },
      sign(ada, Buffer.from('no json')),
    ]);
    await isRefused(keys(ada));
  });

  test('takes signed statements that refer to the image', async () => {
    await pushBundle(client, image, ada.privateKey, statement(digest));
    await verifyCosign(client, image, keys(ada), signal);
    await isRefused(keys(eve));
  });

  test('refuses statements about another image, and such as do not vouch for it', async () => {
    await pushBundle(client, image, ada.privateKey, statement(other));
    await pushBundle(client, image, ada.privateKey, statement(digest, 'https://spdx.dev/Document'));
    await isRefused(keys(ada));
  });

  test('fails with keys that cannot be used', async () => {
    const privatePem = String(ada.privateKey.export({ type: 'pkcs8', format: 'pem' }));
    for (const pem of ['', 'no key', privatePem]) {
      await assert.rejects(verifyCosign(client, image, { kind: 'keys', keys: [pem] }, signal), {
        reason: 'SignatureInvalid',
      });
    }
  });

  test('fails when the registry does', async () => {
    const { client: broken } = registryFixture({ intercept: async () => new Response(null, { status: 500 }) });
    await assert.rejects(verifyCosign(broken, image, keys(ada), signal), { status: 500 });
  });
});

suite('verifyCosign without keys', () => {
  const trust: CosignTrust = {
    kind: 'keyless',
    identities: [],
    trustedRoot: '{"mediaType":"application/vnd.dev.sigstore.trustedroot+json;version=0.1"}',
  };

  test('takes no signature that nobody in the trusted root vouches for', async () => {
    const { client } = registryFixture();
    await pushImage(client, { ...app, tag: 'v1' }, built, signal);
    const payload = simplePayload(digest);
    await pushSignatures(client, image, [{ payload, signature: signBytes(ada.privateKey, payload) }]);
    await pushBundle(client, image, ada.privateKey, statement(digest));
    await assert.rejects(verifyCosign(client, image, trust, signal), { reason: 'SignatureInvalid' });
  });

  const sigstore = littleSigstore(Date.UTC(2026, 0, 1));
  const signer = { issuer: 'https://tokens.test', subject: 'https://code.test/team/app/build@main' };
  const identity = { issuer: '^https://tokens\\.test$', subject: '^https://code\\.test/team/' };
  const payload = simplePayload(digest);

  async function judge(
    signed: { readonly payload: Uint8Array; readonly annotations: Readonly<Record<string, string>> },
    changed: Partial<Extract<CosignTrust, { kind: 'keyless' }>> = {},
  ): Promise<void> {
    const { client } = registryFixture();
    await pushImage(client, { ...app, tag: 'v1' }, built, signal);
    await pushSignatures(client, image, [signed]);
    const { trustedRoot } = sigstore;
    await verifyCosign(client, image, { kind: 'keyless', identities: [identity], trustedRoot, ...changed }, signal);
  }
  const refusal = { reason: 'SignatureInvalid' };

  test('takes a signature by a certificate of the authority, for somebody who is meant', async () => {
    const signed = { payload, annotations: sigstore.sign(payload, signer) };
    await judge(signed);
    await judge(signed, { identities: [] });
    await judge(signed, { identities: [{ issuer: 'x', subject: 'y' }, identity] });
    await assert.rejects(judge(signed, { identities: [{ ...identity, issuer: '^https://other' }] }), refusal);
    await assert.rejects(judge(signed, { identities: [{ ...identity, subject: '^team/' }] }), refusal);
  });

  test('takes none by another authority', async () => {
    const other = littleSigstore(Date.UTC(2026, 0, 1));
    await assert.rejects(judge({ payload, annotations: other.sign(payload, signer) }), refusal);
  });

  test('takes none of another image, or with anything exchanged', async () => {
    const about = simplePayload(other);
    await assert.rejects(judge({ payload: about, annotations: sigstore.sign(about, signer) }), refusal);
    const annotations = sigstore.sign(payload, signer);
    await assert.rejects(judge({ payload: about, annotations }), refusal);
    const second = sigstore.sign(payload, { ...signer, subject: 'https://code.test/team/evil' });
    for (const name of Object.keys(annotations).filter((each) => !each.endsWith('/chain'))) {
      const mixed = { ...annotations, [name]: second[name] ?? '' };
      await assert.rejects(judge({ payload, annotations: mixed }), refusal, name);
      const { [name]: _left, ...rest } = annotations;
      await assert.rejects(judge({ payload, annotations: rest }), refusal, name);
    }
  });

  test('fails with a root or regexp that cannot be used', async () => {
    const { client } = registryFixture();
    const bad = [
      { ...trust, trustedRoot: '[]' },
      { ...trust, trustedRoot: 'x' },
      { ...trust, identities: [{ issuer: '(', subject: '' }] },
    ];
    for (const each of bad) {
      await assert.rejects(verifyCosign(client, image, each, signal), { reason: 'SignatureInvalid' });
    }
  });
});
