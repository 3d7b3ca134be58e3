import assert from 'node:assert/strict';
import { generateKeyPairSync, sign } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { type Descriptor, digestOf } from '@flux19/oci';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type OciFixture, startOciFixture } from '../testing/oci-fixture.ts';

const ada = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const eve = generateKeyPairSync('ec', { namedCurve: 'P-256' });
const pem = (key: typeof ada): string => String(key.publicKey.export({ type: 'spki', format: 'pem' }));

suite('verification of an OCIRepository', () => {
  let fixture: OciFixture;
  before(async () => {
    fixture = await startOciFixture();
    await fixture.secret('keys', { 'eve.pub': pem(eve), 'ada.pub': pem(ada), 'note.txt': 'no key' });
    await fixture.secret('eve', { 'eve.pub': pem(eve) });
    await fixture.secret('empty', { 'note.txt': 'no key' });
  });
  after(() => fixture.close());

  /** Signs as cosign does. */
  async function signImage(repository: string, { digest }: Descriptor): Promise<void> {
    const { registry, signal } = fixture;
    const name = { registry: 'registry.test', repository };
    const type = 'cosign container image signature';
    const payload = Buffer.from(JSON.stringify({ critical: { image: { 'docker-manifest-digest': digest }, type } }));
    const signature = sign('sha256', payload, ada.privateKey).toString('base64');
    const config = Buffer.from('{}');
    for (const blob of [config, payload]) await registry.putBlob(name, blob, signal);
    const descriptor = (bytes: Buffer, mediaType: string) => ({
      mediaType,
      digest: digestOf(bytes),
      size: bytes.length,
    });
    const manifest = {
      schemaVersion: 2,
      mediaType: 'application/vnd.oci.image.manifest.v1+json',
      config: descriptor(config, 'application/vnd.oci.image.config.v1+json'),
      layers: [
        {
          ...descriptor(payload, 'application/vnd.dev.cosign.simplesigning.v1+json'),
          annotations: { 'dev.cosignproject.cosign/signature': signature },
        },
      ],
    };
    const bytes = Buffer.from(JSON.stringify(manifest));
    const tag = `${digest.replace(':', '-')}.sig`;
    await registry.putManifest({ ...name, tag }, { mediaType: manifest.mediaType, bytes }, signal);
  }

  test('stores what somebody has signed whose key is in the Secret', async () => {
    const pushed = await fixture.push('one/app:v1', { 'a.yaml': '1' });
    await signImage('one/app', pushed);
    const verify = { provider: 'cosign', secretRef: { name: 'keys' } } as const;
    await fixture.create('one', { url: 'oci://registry.test/one/app', ref: { tag: 'v1' }, verify });
    const good = await fixture.until('one', isReady);
    const text = `True Succeeded: verified signature of revision v1@${pushed.digest}`;
    assert.equal(conditionTexts(good)['SourceVerified'], text);
    const before = fixture.calls.length;
    await fixture.request('one');
    assert.deepEqual(fixture.calls.slice(before), ['HEAD /v2/one/app/manifests/v1']);
  });

  test('stores nothing that is not signed, and says so until it is', async () => {
    const pushed = await fixture.push('two/app:v1', { 'a.yaml': '1' });
    const verify = { provider: 'cosign', secretRef: { name: 'keys' } } as const;
    await fixture.create('two', { url: 'oci://registry.test/two/app', ref: { tag: 'v1' }, verify });
    const failed = await fixture.until('two', hasReason('VerificationError'));
    const why = `no matching signatures were found for 'registry.test/two/app@${pushed.digest}'`;
    const text = `False VerificationError: failed to verify the signature using provider 'cosign': ${why}`;
    assert.equal(conditionTexts(failed)['SourceVerified'], text);
    assert.equal(conditionTexts(failed)['Ready'], text);
    assert.equal(failed.status?.artifact, undefined);
    await signImage('two/app', pushed);
    await fixture.until('two', isReady);
  });

  test('keeps the verified artifact when a new one is not signed', async () => {
    const first = await fixture.push('three/app:v1', { 'a.yaml': '1' });
    await signImage('three/app', first);
    const verify = { provider: 'cosign', secretRef: { name: 'keys' } } as const;
    await fixture.create('three', { url: 'oci://registry.test/three/app', ref: { tag: 'v1' }, verify });
    await fixture.until('three', isReady);
    const second = await fixture.push('three/app:v1', { 'a.yaml': '2' });
    const failed = await fixture.until('three', hasReason('VerificationError'));
    assert.equal(failed.status?.artifact?.revision, `v1@${first.digest}`);
    const outdated = `True NewRevision: new revision 'v1@${second.digest}' for 'registry.test/three/app:v1'`;
    assert.equal(conditionTexts(failed)['ArtifactOutdated'], outdated);
    await fixture.change('three', { verify: null });
    const good = await fixture.until('three', ({ status }) => status?.artifact?.revision === `v1@${second.digest}`);
    assert.ok(!('SourceVerified' in conditionTexts(good)));
  });

  test('looks at the signature again when the spec changes', async () => {
    const pushed = await fixture.push('four/app:v1', { 'a.yaml': '1' });
    await signImage('four/app', pushed);
    const verify = { provider: 'cosign', secretRef: { name: 'keys' } } as const;
    await fixture.create('four', { url: 'oci://registry.test/four/app', ref: { tag: 'v1' }, verify });
    await fixture.until('four', isReady);
    await fixture.change('four', { verify: { secretRef: { name: 'eve' } } });
    await fixture.until('four', hasReason('VerificationError'));
  });

  test('follows a trust policy of Notary', async () => {
    const policy = (level: string) => {
      const statement = { name: 'all', registryScopes: ['*'], signatureVerification: { level } };
      const strict = { ...statement, trustStores: ['ca:test'], trustedIdentities: ['*'] };
      return JSON.stringify({ version: '1.0', trustPolicies: [level === 'skip' ? statement : strict] });
    };
    await fixture.secret('strict', { 'trustpolicy.json': policy('strict'), 'ca.crt': 'none' });
    await fixture.secret('skip', { 'trustpolicy.json': policy('skip'), 'ca.crt': 'none' });
    await fixture.secret('lonely', { 'trustpolicy.json': policy('strict') });
    const pushed = await fixture.push('six/app:v1', { 'a.yaml': '1' });
    const url = 'oci://registry.test/six/app';
    const create = (name: string, secret: string) =>
      fixture.create(name, { url, ref: { tag: 'v1' }, verify: { provider: 'notation', secretRef: { name: secret } } });
    await create('six', 'strict');
    const failed = await fixture.until('six', hasReason('VerificationError'));
    const why = `signature verification failed for all the signatures associated with registry.test/six/app@${pushed.digest}`;
    const text = `failed to verify the signature using provider 'notation': ${why}`;
    assert.equal(conditionTexts(failed)['SourceVerified'], `False VerificationError: ${text}`);
    await create('six-skip', 'skip');
    const skipped = await fixture.until('six-skip', isReady);
    assert.ok(!('SourceVerified' in conditionTexts(skipped)));
    await create('six-lonely', 'lonely');
    const lonely = await fixture.until('six-lonely', hasReason('VerificationError'));
    assert.match(conditionTexts(lonely)['Ready'] ?? '', /no certificates found in secret 'apps\/lonely'$/);
  });

  test('accepts nothing when it has nothing to verify with', async () => {
    await fixture.push('five/app:v1', { 'a.yaml': '1' });
    const cases = [
      [{ provider: 'cosign', secretRef: { name: 'empty' } }, /provider 'cosign': no matching signatures were found/],
      [{ provider: 'cosign', secretRef: { name: 'none' } }, /provider 'cosign': secrets "none" not found/],
      [{ provider: 'cosign' }, /provider 'cosign keyless': unable to initialize trusted root/],
      [
        { provider: 'cosign', trustedRootSecretRef: { name: 'empty' } },
        /failed to read trusted root from secret 'apps\/empty'/,
      ],
      [{ provider: 'notation' }, /provider 'notation': verification secret cannot be empty/],
    ] as const;
    for (const [index, [verify, expected]] of cases.entries()) {
      const name = `five-${index}`;
      await fixture.create(name, { url: 'oci://registry.test/five/app', ref: { tag: 'v1' }, verify });
      const failed = await fixture.until(name, hasReason('VerificationError'));
      assert.match(conditionTexts(failed)['SourceVerified'] ?? '', expected);
      assert.equal(failed.status?.artifact, undefined);
    }
  });
});
