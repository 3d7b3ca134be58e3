import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type OciFixture, startOciFixture } from '../testing/oci-fixture.ts';

const canary = 'Canary-secret-1!';

function dockerConfig(host: string, password: string): Record<string, string> {
  const auths = { [host]: { auth: Buffer.from(`ada:${password}`).toString('base64') } };
  return { '.dockerconfigjson': JSON.stringify({ auths }) };
}

suite('access of an OCIRepository', () => {
  let fixture: OciFixture;
  before(async () => {
    const right = `Basic ${Buffer.from(`ada:${canary}`).toString('base64')}`;
    fixture = await startOciFixture({
      async authorize({ repository = '', request }) {
        if (!repository.startsWith('private/')) return 'allowed';
        const shown = request.headers.get('authorization');
        if (shown === null) return 'unauthenticated';
        return shown === right ? 'allowed' : 'denied';
      },
      cloudCredentials: (provider) => async () =>
        provider === 'aws' ? { kind: 'basic', username: 'ada', password: canary } : undefined,
    });
    await fixture.push('private/app:latest', { 'a.yaml': '1' });
    await fixture.push('public/app:latest', { 'a.yaml': '1' });
  });
  after(async () => {
    assert.ok(!fixture.logs().includes(canary));
    await fixture.close();
  });
  const url = 'oci://registry.test/private/app';

  test('uses the credentials of its Secret, and says when they are refused', async () => {
    await fixture.secret('right', dockerConfig('registry.test', canary));
    await fixture.secret('wrong', dockerConfig('registry.test', `${canary}-wrong`));
    await fixture.create('one', { url, secretRef: { name: 'right' } });
    await fixture.until('one', isReady);
    await fixture.create('two', { url, secretRef: { name: 'wrong' } });
    const failed = await fixture.until('two', hasReason('OCIArtifactPullFailed'));
    const call = 'GET https://registry.test/v2/private/app/manifests/latest';
    const text = `failed to determine artifact digest: ${call}: DENIED: requested access to the resource is denied`;
    assert.equal(conditionTexts(failed)['Ready'], `False OCIArtifactPullFailed: ${text}`);
    assert.ok(!JSON.stringify(failed).includes(canary));
  });

  test('uses the pull secrets of its service account', async () => {
    await fixture.secret('pull', dockerConfig('registry.test/private', canary));
    const metadata = { name: 'puller', namespace: 'apps' };
    await fixture.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, imagePullSecrets: [{ name: 'pull' }] });
    await fixture.create('three', { url, serviceAccountName: 'puller' });
    await fixture.until('three', isReady);
    await fixture.create('four', { url, serviceAccountName: 'none' });
    const failed = await fixture.until('four', hasReason('AuthenticationFailed'));
    const text = "failed to get credential: serviceaccount 'apps/none' not found";
    assert.equal(conditionTexts(failed)['FetchFailed'], `True AuthenticationFailed: ${text}`);
  });

  test('says which Secret is missing', async () => {
    await fixture.create('five', { secretRef: { name: 'none' } });
    const failed = await fixture.until('five', hasReason('AuthenticationFailed'));
    const text = 'failed to get credential: failed to get secret \'apps/none\': secrets "none" not found';
    assert.equal(conditionTexts(failed)['Ready'], `False AuthenticationFailed: ${text}`);
    await fixture.create('six', { proxySecretRef: { name: 'none' } });
    const proxy = await fixture.until('six', hasReason('AuthenticationFailed'));
    assert.match(conditionTexts(proxy)['Ready'] ?? '', /failed to get proxy address: secret 'apps\/none' not found$/);
  });

  test('hands certificates and proxy to the connection', async () => {
    const ca = '-----BEGIN CERTIFICATE-----\nx\n-----END CERTIFICATE-----\n';
    await fixture.secret('certs', { 'ca.crt': ca });
    await fixture.secret('proxy', { address: 'http://proxy.test:3128', username: 'ada', password: 'pass' });
    const spec = { url: 'oci://registry.test/public/app' };
    await fixture.create('seven', { ...spec, certSecretRef: { name: 'certs' }, proxySecretRef: { name: 'proxy' } });
    await fixture.until('seven', isReady);
    const used = { certificateAuthority: ca, proxyUrl: 'http://ada:pass@proxy.test:3128' };
    assert.deepEqual(fixture.connections.at(-1), used);
    await fixture.create('eight', { ...spec, insecure: true });
    await fixture.until('eight', isReady);
    assert.deepEqual(fixture.connections.at(-1), { skipVerification: true });
    await fixture.secret('bad', { 'tls.crt': 'x' });
    await fixture.create('nine', { ...spec, certSecretRef: { name: 'bad' } });
    const failed = await fixture.until('nine', hasReason('AuthenticationFailed'));
    const why = "secret 'apps/bad' contains 'tls.crt' but missing 'tls.key'";
    const text = `failed to generate transport for '${spec.url}': ${why}`;
    assert.equal(conditionTexts(failed)['Ready'], `False AuthenticationFailed: ${text}`);
  });

  test('takes the identity of the machine where the spec wants that', async () => {
    await fixture.create('ten', { url, provider: 'aws' });
    await fixture.until('ten', isReady);
    const metadata = { name: 'plain', namespace: 'apps' };
    await fixture.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata });
    await fixture.create('eleven', { url, provider: 'aws', serviceAccountName: 'plain' });
    const stalled = await fixture.until('eleven', hasReason('FeatureGateDisabled'));
    assert.ok('Stalled' in conditionTexts(stalled));
  });
});

suite('an OCIRepository with an identity of its own', () => {
  test('signs in as its ServiceAccount, or as that which is meant for those that name none', async () => {
    const asked: (string | undefined)[] = [];
    const fixture = await startOciFixture({
      workloadIdentity: { isEnabled: true, defaultAccount: 'fallback' },
      cloudCredentials: (_provider, _connection, account) => async () => {
        asked.push(account?.name, await account?.requestToken(['cloud'], new AbortController().signal));
        return { kind: 'basic', username: 'ada', password: 'x' };
      },
      authorize: async ({ request }) => (request.headers.has('authorization') ? 'allowed' : 'unauthenticated'),
    });
    try {
      await fixture.push('private/app:latest', { 'a.yaml': '1' });
      const spec = { url: 'oci://registry.test/private/app', provider: 'gcp' } as const;
      await fixture.put({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: 'own', namespace: 'apps' } });
      await fixture.create('own', { ...spec, serviceAccountName: 'own' });
      await fixture.until('own', isReady);
      assert.equal(asked[0], 'own');
      assert.match(asked[1] ?? '', /^[\w-]+\.[\w-]+\.[\w-]+$/);
      await fixture.create('locked', spec);
      const failed = await fixture.until('locked', hasReason('AuthenticationFailed'));
      assert.match(
        conditionTexts(failed)['Ready'] ?? '',
        /^False AuthenticationFailed: failed to get credential from gcp: failed to get service account 'apps\/fallback': the specified default service account does not exist/,
      );
    } finally {
      await fixture.close();
    }
  });
});

suite('an OCIRepository whose registry fails', () => {
  test('gives up after its timeout, and on answers that are not what was promised', async () => {
    let mode: 'silent' | 'lying' | 'good' = 'silent';
    const fixture = await startOciFixture({
      async intercept(request) {
        if (mode === 'silent') {
          return new Promise((_, reject) =>
            request.signal.addEventListener('abort', () => reject(request.signal.reason)),
          );
        }
        const isBlob = request.url.includes('/blobs/') && request.method === 'GET';
        return mode === 'lying' && isBlob ? new Response('evil') : undefined;
      },
    });
    try {
      await fixture.push('team/app:latest', { 'a.yaml': '1' });
      await fixture.create('slow', { timeout: '50ms' });
      const failed = await fixture.until('slow', hasReason('OCIArtifactPullFailed'));
      const text = 'failed to determine artifact digest: context deadline exceeded';
      assert.equal(conditionTexts(failed)['Ready'], `False OCIArtifactPullFailed: ${text}`);
      mode = 'lying';
      await fixture.change('slow', { timeout: '60s' });
      const lied = await fixture.until('slow', hasReason('OCIArtifactLayerOperationFailed'));
      assert.match(conditionTexts(lied)['Ready'] ?? '', /bytes than the \d+ that are promised$/);
      assert.equal(lied.status?.artifact, undefined);
      mode = 'good';
      await fixture.request('slow');
      await fixture.until('slow', isReady);
    } finally {
      await fixture.close();
    }
  });
});
