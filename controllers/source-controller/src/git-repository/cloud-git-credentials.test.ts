import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CloudTokens } from '@flux19/cloud-identity';
import { systemClock } from '@flux19/ports';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';

const annotations = { 'azure.workload.identity/tenant-id': 't', 'azure.workload.identity/client-id': 'c' };

/** A git server that lets in whoever has the token of a cloud; the cloud gives it to who brings a token of the cluster. */
async function withCloud(isEnabled: boolean, story: (source: SourceFixture) => Promise<void>): Promise<void> {
  const tokens = new CloudTokens({
    clock: systemClock,
    variables: { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' },
    readFile: async () => '',
    async fetch(request) {
      const form = new URLSearchParams(await request.text());
      const claims = form.get('client_assertion')?.split('.')[1] ?? '';
      const who = claims === '' ? 'machine' : JSON.parse(Buffer.from(claims, 'base64url').toString()).sub;
      return Response.json({ access_token: who, expires_in: 3600 });
    },
  });
  const source = await startSourceFixture({
    cloudLogins: { tokens: () => tokens, rules: { isEnabled, defaultAccount: '' } },
    authorize: async ({ authorization, repository }) =>
      authorization === (repository === 'own.git' ? 'Bearer system:serviceaccount:apps:own' : 'Bearer machine')
        ? 'allowed'
        : 'denied',
  });
  try {
    for (const name of ['own.git', 'machine.git']) await source.commit(name, { a: '1' });
    const metadata = { name: 'own', namespace: 'apps', annotations };
    await source.client.create({ apiVersion: 'v1', kind: 'ServiceAccount', metadata }, {}, source.signal);
    await story(source);
  } finally {
    await source.close();
  }
}

suite('GitRepositories of cloud providers', () => {
  test('are read as this machine, or as the ServiceAccount that they name', () =>
    withCloud(true, async (source) => {
      await source.create('machine', { url: source.urlOf('machine.git'), provider: 'azure' });
      await source.create('own', { url: source.urlOf('own.git'), provider: 'azure', serviceAccountName: 'own' });
      for (const name of ['machine', 'own']) await source.until(name, isReady);
      await source.create('none', { url: source.urlOf('own.git'), provider: 'azure', serviceAccountName: 'none' });
      const failed = await source.until('none', hasReason('AuthenticationFailed'));
      const why = `failed to get service account 'apps/none': serviceaccounts "none" not found`;
      assert.equal(
        conditionTexts(failed)['FetchFailed'],
        `True AuthenticationFailed: failed to configure authentication options: ${why}`,
      );
      await source.create('aws', { url: source.urlOf('own.git'), provider: 'aws' });
      const refused = await source.until('aws', hasReason('AuthenticationFailed'));
      assert.match(
        conditionTexts(refused)['FetchFailed'] ?? '',
        /AWS CodeCommit authentication requires an HTTPS Git URL$/,
      );
    }));

  test('need a feature gate to name a ServiceAccount', () =>
    withCloud(false, async (source) => {
      await source.create('own', { url: source.urlOf('own.git'), provider: 'azure', serviceAccountName: 'own' });
      const stalled = conditionTexts(await source.until('own', hasReason('FeatureGateDisabled')));
      const text =
        'to use spec.serviceAccountName for provider authentication please enable the ObjectLevelWorkloadIdentity feature gate in the controller';
      assert.equal(stalled['FetchFailed'], `True FeatureGateDisabled: ${text}`);
      assert.equal(stalled['Stalled'], `True FeatureGateDisabled: ${text}`);
    }));
});
