import assert from 'node:assert/strict';
import { sign } from 'node:crypto';
import { beforeEach, suite, test } from 'node:test';
import type { OciClient } from '../client/oci-client.ts';
import { mediaTypes } from '../content/media-types.ts';
import { buildImage, jsonBlob } from '../image/build-image.ts';
import { pushImage } from '../image/push-image.ts';
import { certificate, extension, isAuthority, newKey, type TestKey, toPem } from '../testing/certificates.ts';
import { der } from '../testing/der.ts';
import { registryFixture } from '../testing/registry-fixture.ts';
import { verifyNotation } from './verify-notation.ts';

const { signal } = new AbortController();
const nowMs = Date.UTC(2026, 0, 1);
const built = buildImage({ layers: [] });
const { digest } = built.descriptor;
const app = { registry: 'registry.test', repository: 'team/app' };

interface Authority {
  readonly key: TestKey;
  readonly certificate: Buffer;
}

function newAuthority(): Authority {
  const key = newKey();
  const names = { issuerName: 'root', name: 'root' };
  return { key, certificate: certificate({ ...names, issuer: key, subject: key, nowMs, extensions: [isAuthority()] }) };
}

const usage = extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.3')));

interface EnvelopeChanges {
  readonly about?: string;
  readonly attributes?: object;
  readonly extensions?: readonly Buffer[];
  readonly payload?: object;
}

/** A signature as `notation sign` makes it. */
function envelopeBy(authority: Authority, changes: EnvelopeChanges = {}): object {
  const own = newKey();
  const { extensions = [usage] } = changes;
  const names = { issuerName: 'root', name: 'signer' };
  const leaf = certificate({ ...names, issuer: authority.key, subject: own, nowMs, extensions });
  const attributes = {
    alg: 'ES256',
    cty: 'application/vnd.cncf.notary.payload.v1+json',
    crit: ['io.cncf.notary.signingScheme'],
    'io.cncf.notary.signingScheme': 'notary.x509',
    'io.cncf.notary.signingTime': new Date(nowMs).toISOString(),
    ...changes.attributes,
  };
  const target = { mediaType: mediaTypes.ociManifest, digest: changes.about ?? digest, size: 1 };
  const encode = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  const [head, payload] = [encode(attributes), encode({ targetArtifact: target })];
  const key = { key: own.privateKey, dsaEncoding: 'ieee-p1363' as const };
  const signature = sign('sha256', Buffer.from(`${head}.${payload}`), key).toString('base64url');
  const x5c = [leaf, authority.certificate].map((each) => each.toString('base64'));
  return {
    payload: changes.payload === undefined ? payload : encode(changes.payload),
    protected: head,
    signature,
    header: { x5c },
  };
}

suite('verifyNotation', () => {
  const authority = newAuthority();
  let client: OciClient;
  beforeEach(async () => {
    client = registryFixture().client;
    await pushImage(client, { ...app, tag: 'v1' }, built, signal);
  });

  async function attach(envelope: object): Promise<void> {
    const config = jsonBlob('application/vnd.cncf.notary.signature', {});
    const blob = jsonBlob('application/jose+json', envelope);
    const manifest = jsonBlob(mediaTypes.ociManifest, {
      schemaVersion: 2,
      mediaType: mediaTypes.ociManifest,
      config: config.descriptor,
      layers: [blob.descriptor],
      subject: built.descriptor,
    });
    for (const { bytes } of [config, blob]) await client.putBlob(app, bytes, signal);
    const content = { mediaType: mediaTypes.ociManifest, bytes: manifest.bytes };
    await client.putManifest({ ...app, digest: manifest.descriptor.digest }, content, signal);
  }

  function verify(statement: object = {}, certificates: readonly Buffer[] = [authority.certificate], atMs = nowMs) {
    const complete = {
      name: 'all',
      registryScopes: ['*'],
      signatureVerification: { level: 'strict' },
      trustStores: ['ca:test'],
      trustedIdentities: ['*'],
      ...statement,
    };
    const policy = JSON.stringify({ version: '1.0', trustPolicies: [complete] });
    return verifyNotation(client, { ...app, digest }, { policy, certificates: certificates.map(toPem) }, atMs, signal);
  }
  const refusal = { reason: 'SignatureInvalid' };

  test('takes a signature by somebody whom a trusted certificate vouches for', async () => {
    await attach(envelopeBy(authority));
    assert.equal(await verify(), 'verified');
    assert.equal(await verify({ trustedIdentities: ['x509.subject: CN=signer'] }), 'verified');
    assert.equal(await verify({ registryScopes: ['registry.test/team/app'] }), 'verified');
  });

  test('takes none when nobody, or somebody else, has signed', async () => {
    await assert.rejects(verify(), refusal);
    await attach(envelopeBy(newAuthority()));
    await assert.rejects(verify(), refusal);
    await assert.rejects(verify({}, []), refusal);
  });

  test('takes none by an identity that is not meant, or from another store', async () => {
    await attach(envelopeBy(authority));
    const bad = [
      { trustedIdentities: ['x509.subject: CN=other'] },
      { trustedIdentities: ['x509.subject: CN=signer, O=other'] },
      { trustedIdentities: ['CN=signer'] },
      { trustStores: ['signingAuthority:test'] },
    ];
    for (const statement of bad) await assert.rejects(verify(statement), refusal, JSON.stringify(statement));
  });

  const broken: readonly (readonly [string, EnvelopeChanges])[] = [
    ['of another image', { about: `sha256:${'1'.repeat(64)}` }],
    ['whose payload was exchanged', { payload: { targetArtifact: { digest } } }],
    ['of another type', { attributes: { cty: 'text/plain' } }],
    ['without algorithm', { attributes: { alg: 'none' } }],
    ['with another algorithm', { attributes: { alg: 'ES512' } }],
    [
      'that demands a plug-in',
      { attributes: { crit: ['io.cncf.notary.signingScheme', 'io.cncf.notary.verificationPlugin'] } },
    ],
    ['whose scheme is not protected', { attributes: { crit: [] } }],
    ['of an unknown scheme', { attributes: { 'io.cncf.notary.signingScheme': 'x' } }],
    ['that has expired', { attributes: { 'io.cncf.notary.expiry': '2025-12-31T00:00:00Z' } }],
    [
      'by a certificate that is not for signing',
      { extensions: [extension('2.5.29.37', der.sequence(der.oid('1.3.6.1.5.5.7.3.1')))] },
    ],
    ['by an authority', { extensions: [isAuthority()] }],
    ['whose revocation cannot be looked up', { extensions: [usage, extension('2.5.29.31', der.sequence())] }],
  ];
  for (const [what, changes] of broken) {
    test(`takes none ${what}`, async () => {
      await attach(envelopeBy(authority, changes));
      await assert.rejects(verify(), refusal);
    });
  }

  test('takes none whose certificates do not hold', async () => {
    await attach(envelopeBy(authority));
    await assert.rejects(verify({}, undefined, nowMs + 2 * 60 * 60_000), refusal);
    await assert.rejects(verify({}, undefined, nowMs - 2 * 60 * 60_000), refusal);
  });

  test('passes over what the level does not enforce, but never who signed', async () => {
    await attach(envelopeBy(authority, { attributes: { 'io.cncf.notary.expiry': '2025-12-31T00:00:00Z' } }));
    const permissive = { signatureVerification: { level: 'permissive' } };
    assert.equal(await verify(permissive), 'verified');
    await assert.rejects(
      verify({ signatureVerification: { level: 'permissive', override: { expiry: 'enforce' } } }),
      refusal,
    );
    await assert.rejects(verify(permissive, [newAuthority().certificate]), refusal);
    const audit = { signatureVerification: { level: 'audit' } };
    assert.equal(await verify(audit, [newAuthority().certificate]), 'ignored');
  });

  test('verifies nothing where the policy says so', async () => {
    assert.equal(await verify({ signatureVerification: { level: 'skip' } }), 'ignored');
  });

  test('fails with policies that cannot be used', async () => {
    await attach(envelopeBy(authority));
    const bad = [
      { registryScopes: ['registry.test/else'] },
      { signatureVerification: { level: 'lax' } },
      { signatureVerification: { level: 'strict', override: { authenticity: 'skip' } } },
      { signatureVerification: { level: 'skip', override: { expiry: 'log' } } },
      { trustStores: [] },
      { trustedIdentities: [] },
    ];
    for (const statement of bad) await assert.rejects(verify(statement), refusal, JSON.stringify(statement));
    for (const policy of ['', '[]', '{"version":"2.0"}', '{"version":"1.0"}']) {
      const trust = { policy, certificates: [] };
      await assert.rejects(verifyNotation(client, { ...app, digest }, trust, nowMs, signal), refusal, policy);
    }
  });
});
