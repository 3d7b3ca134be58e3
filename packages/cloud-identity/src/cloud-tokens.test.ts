import assert from 'node:assert/strict';
import { generateKeyPairSync, verify } from 'node:crypto';
import { suite, test } from 'node:test';
import { account, PretendCloud } from './testing/pretend-cloud.ts';

const { signal } = new AbortController();
const role = { 'eks.amazonaws.com/role-arn': 'arn:aws:iam::123456789012:role/deployer' };
const azure = { 'azure.workload.identity/tenant-id': 'tenant', 'azure.workload.identity/client-id': 'client' };
const provider = 'projects/1/locations/global/workloadIdentityPools/pool/providers/here';
const keys = (until: string) =>
  `<r><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken><Expiration>${until}</Expiration></r>`;

suite('CloudTokens of a ServiceAccount', () => {
  test('takes the role of AWS that its annotation names, once while the keys hold', async () => {
    const cloud = new PretendCloud(() => keys('2026-01-01T01:00:00Z'));
    const ask = () => cloud.tokens.aws(account(role), 'eu-central-1', signal);
    const found = await ask();
    assert.deepEqual([found.accessKeyId, found.secretAccessKey, found.sessionToken], ['a', 'b', 'c']);
    await ask();
    assert.deepEqual(cloud.calls, ['POST https://sts.eu-central-1.amazonaws.com/']);
    assert.deepEqual(cloud.form(0), {
      Action: 'AssumeRoleWithWebIdentity',
      Version: '2011-06-15',
      RoleArn: role['eks.amazonaws.com/role-arn'],
      RoleSessionName: 'deployer.apps.eu-central-1.fluxcd.io',
      WebIdentityToken: 'token for sts.amazonaws.com',
    });
    await cloud.clock.advance(3_599_000);
    await ask();
    assert.equal(cloud.calls.length, 2);
  });

  test('is federated with the application of Azure that its annotations name', async () => {
    const cloud = new PretendCloud(() => ({ access_token: 't', expires_in: 3600 }));
    const { token } = await cloud.tokens.azure(account(azure), 'https://vault.azure.net/.default', signal);
    assert.equal(token, 't');
    assert.deepEqual(cloud.calls, ['POST https://login.microsoftonline.com/tenant/oauth2/v2.0/token']);
    assert.deepEqual(cloud.form(0), {
      grant_type: 'client_credentials',
      client_id: 'client',
      scope: 'https://vault.azure.net/.default',
      client_assertion_type: 'urn:ietf:params:oauth:client-assertion-type:jwt-bearer',
      client_assertion: 'token for api://AzureADTokenExchange',
    });
  });

  test('exchanges its token at Google for the provider that it names, and acts as the service account that it names', async () => {
    const cloud = new PretendCloud(({ call }) =>
      call.includes('generateAccessToken')
        ? { accessToken: 'own', expireTime: '2026-01-01T01:00:00Z' }
        : { access_token: 'federated', expires_in: 3600 },
    );
    const email = 'app@project.iam.gserviceaccount.com';
    const annotations = { 'gcp.auth.fluxcd.io/workload-identity-provider': provider };
    const direct = await cloud.tokens.gcp(account(annotations), signal);
    assert.equal(direct.token, 'federated');
    const form = cloud.form(0);
    assert.deepEqual(
      [form['audience'], form['subject_token']],
      [`//iam.googleapis.com/${provider}`, `token for //iam.googleapis.com/${provider}`],
    );
    const acting = account({ ...annotations, 'iam.gke.io/gcp-service-account': email });
    assert.equal((await cloud.tokens.gcp(acting, signal)).token, 'own');
    assert.equal(
      cloud.calls[2],
      `POST https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    );
    assert.equal(cloud.seen[2]?.headers.get('authorization'), 'Bearer federated');
  });

  test("uses the pool of Google's own cluster when it names no provider", async () => {
    const known: Readonly<Record<string, string>> = {
      'project-id': 'project',
      'cluster-location': 'europe',
      'cluster-name': 'c',
    };
    const cloud = new PretendCloud(
      ({ call }) => known[call.slice(call.lastIndexOf('/') + 1)] ?? { access_token: 't', expires_in: 1 },
    );
    await cloud.tokens.gcp(account({}), signal);
    const form = cloud.form(3);
    assert.equal(form['subject_token'], 'token for project.svc.id.goog');
    const cluster = 'https://container.googleapis.com/v1/projects/project/locations/europe/clusters/c';
    assert.equal(form['audience'], `identitynamespace:project.svc.id.goog:${cluster}`);
  });

  test('asks nobody when its annotations are missing or wrong', async () => {
    const cloud = new PretendCloud(() => 'x');
    const { tokens } = cloud;
    const prefix = "failed to get provider identity from service account 'apps/deployer' annotations: ";
    const wrong = account({ 'eks.amazonaws.com/role-arn': 'x', 'iam.gke.io/gcp-service-account': 'a@b/../c' });
    await assert.rejects(tokens.aws(wrong, 'eu-west-1', signal), {
      message: `${prefix}invalid eks.amazonaws.com/role-arn annotation: 'x'. must match ^arn:aws[\\w-]*:iam::[0-9]{1,30}:role/.{1,200}$`,
    });
    await assert.rejects(tokens.azure(wrong, 's', signal), {
      message: `${prefix}azure tenant ID is not set in the service account annotation azure.workload.identity/tenant-id`,
    });
    await assert.rejects(tokens.gcp(wrong, signal), /invalid iam.gke.io\/gcp-service-account annotation/);
    assert.deepEqual(cloud.calls, []);
  });

  test('says with a code why a cloud refuses, and shows nothing else of the answer', async () => {
    const answer = { error: 'invalid_client', error_description: 'canary token' };
    const cloud = new PretendCloud(() => Response.json(answer, { status: 401 }));
    await assert.rejects(cloud.tokens.azure(account(azure), 's', signal), {
      message:
        "failed to create provider access token for service account 'apps/deployer': POST https://login.microsoftonline.com/tenant/oauth2/v2.0/token: unexpected status code 401 (invalid_client)",
    });
  });

  test('sends nothing to a host that a region was made of', async () => {
    const cloud = new PretendCloud(() => keys(''));
    const region = 'x.example/?';
    await assert.rejects(cloud.tokens.aws(account(role), region, signal), /'x.example\/\?' is not a region of AWS/);
    assert.deepEqual(cloud.calls, []);
  });
});

suite('CloudTokens of the machine', () => {
  test('uses a secret of Azure that the environment holds', async () => {
    const variables = { AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c', AZURE_CLIENT_SECRET: 's' };
    const cloud = new PretendCloud(() => ({ access_token: 'a', expires_in: 10 }), variables);
    await cloud.tokens.azure(undefined, 'scope', signal);
    assert.equal(cloud.form(0)['client_secret'], 's');
  });

  test("signs in with the key of Google's service account that the environment names", async () => {
    const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
    const file = JSON.stringify({
      type: 'service_account',
      client_email: 'a@b',
      private_key_id: 'id',
      private_key: privateKey.export({ type: 'pkcs8', format: 'pem' }),
    });
    const variables = { GOOGLE_APPLICATION_CREDENTIALS: 'key.json' };
    const cloud = new PretendCloud(() => ({ access_token: 'a', expires_in: 10 }), variables, { 'key.json': file });
    assert.equal((await cloud.tokens.gcp(undefined, signal)).token, 'a');
    const [header = '', claims = '', signature = ''] = (cloud.form(0)['assertion'] ?? '').split('.');
    const text = Buffer.from(`${header}.${claims}`);
    assert.ok(verify('RSA-SHA256', text, publicKey, Buffer.from(signature, 'base64url')));
    assert.equal(JSON.parse(Buffer.from(claims, 'base64url').toString()).iss, 'a@b');
  });
});
