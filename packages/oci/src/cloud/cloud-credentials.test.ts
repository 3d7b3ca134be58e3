import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { CloudTokens } from '@flux19/cloud-identity';
import { ManualClock } from '@flux19/ports';
import { type CloudProvider, CloudRegistries } from './cloud-credentials.ts';

const { signal } = new AbortController();
const ecr = '123456789012.dkr.ecr.eu-central-1.amazonaws.com';

function scene(
  provider: CloudProvider,
  answer: (request: Request, body: string) => object | string,
  variables: Readonly<Record<string, string>> = {},
) {
  const clock = new ManualClock();
  const calls: string[] = [];
  const tokens = new CloudTokens({
    clock,
    variables,
    readFile: async (path) => `content of ${path}\n`,
    async fetch(request) {
      calls.push(`${request.method} ${request.url}`);
      const given = answer(request, await request.text());
      return typeof given === 'string' ? new Response(given) : Response.json(given);
    },
  });
  const source = new CloudRegistries(tokens).credentials(provider);
  return { clock, calls, ask: (registry: string) => source({ registry }, signal) };
}

const token = { authorizationData: [{ authorizationToken: Buffer.from('AWS:pass').toString('base64') }] };

suite('CloudRegistries', () => {
  test('signs in to ECR with the keys of the environment, once while the token holds', async () => {
    const variables = { AWS_ACCESS_KEY_ID: 'id', AWS_SECRET_ACCESS_KEY: 'secret' };
    const shown: (string | null)[] = [];
    const { ask, calls, clock } = scene(
      'aws',
      (request) => {
        shown.push(request.headers.get('authorization'));
        return token;
      },
      variables,
    );
    assert.deepEqual(await ask(ecr), { kind: 'basic', username: 'AWS', password: 'pass' });
    await ask(ecr);
    assert.deepEqual(calls, ['POST https://api.ecr.eu-central-1.amazonaws.com/']);
    assert.match(
      shown[0] ?? '',
      /^AWS4-HMAC-SHA256 Credential=id\/20260101\/eu-central-1\/ecr\/aws4_request, SignedHeaders=/,
    );
    await clock.advance(12 * 60 * 60_000);
    await ask(ecr);
    assert.equal(calls.length, 2);
  });

  test('exchanges the token of a Pod for keys', async () => {
    const variables = { AWS_WEB_IDENTITY_TOKEN_FILE: 'token', AWS_ROLE_ARN: 'arn:aws:iam::1:role/x' };
    const { ask, calls } = scene(
      'aws',
      (request, body) => {
        if (!request.url.includes('sts.')) return token;
        assert.equal(new URLSearchParams(body).get('WebIdentityToken'), 'content of token');
        return '<r><AccessKeyId>a</AccessKeyId><SecretAccessKey>b</SecretAccessKey><SessionToken>c</SessionToken></r>';
      },
      variables,
    );
    assert.equal((await ask(ecr))?.kind, 'basic');
    assert.equal(calls[0], 'POST https://sts.eu-central-1.amazonaws.com/');
  });

  test('asks the machine for keys, in a session', async () => {
    const { ask, calls } = scene('aws', (request) => {
      if (request.url.endsWith('/api/token')) return 'session';
      if (request.url.endsWith('/security-credentials/')) return 'role';
      if (request.url.endsWith('/role')) return { AccessKeyId: 'a', SecretAccessKey: 'b', Token: 'c' };
      return token;
    });
    await ask(ecr);
    assert.equal(calls.length, 4);
    assert.ok(calls[0]?.startsWith('PUT http://169.254.169.254/'));
  });

  test("uses the access token of Google's metadata service", async () => {
    const { ask } = scene('gcp', () => ({ access_token: 't', expires_in: 3600 }));
    const expected = { kind: 'basic', username: 'oauth2accesstoken', password: 't' };
    for (const registry of ['gcr.io', 'eu.gcr.io', 'europe-docker.pkg.dev'])
      assert.deepEqual(await ask(registry), expected);
  });

  test("exchanges Microsoft's token at the registry", async () => {
    const answer = (request: Request) =>
      request.url.includes('exchange') ? { refresh_token: 'r' } : { access_token: 'a' };
    const machine = scene('azure', answer);
    assert.deepEqual(await machine.ask('team.azurecr.io'), {
      kind: 'basic',
      username: '00000000-0000-0000-0000-000000000000',
      password: 'r',
    });
    assert.ok(machine.calls[0]?.startsWith('GET http://169.254.169.254/metadata/identity/oauth2/token?'));
    const pod = scene('azure', answer, { AZURE_FEDERATED_TOKEN_FILE: 'f', AZURE_TENANT_ID: 't', AZURE_CLIENT_ID: 'c' });
    await pod.ask('team.azurecr.io');
    assert.deepEqual(pod.calls, [
      'POST https://login.microsoftonline.com/t/oauth2/v2.0/token',
      'POST https://team.azurecr.io/oauth2/exchange',
    ]);
  });

  test('gives nothing to registries that only look like those of the cloud', async () => {
    const lookalikes = {
      aws: [
        'ecr.amazonaws.com',
        `${ecr}.evil.test`,
        '1.dkr.ecr.eu-1.amazonaws.com',
        '123456789012.dkr.ecr.evil.test/.amazonaws.com',
      ],
      gcp: ['gcr.io.evil.test', 'evilgcr.io', 'docker.pkg.dev.evil.test'],
      azure: ['azurecr.io.evil.test', 'evil-azurecr.io', 'azurecr.io'],
    } as const;
    for (const provider of ['aws', 'gcp', 'azure'] as const) {
      const { ask, calls } = scene(provider, () => ({}));
      for (const registry of lookalikes[provider]) {
        await assert.rejects(ask(registry), { reason: 'AuthenticationFailed' }, registry);
      }
      assert.deepEqual(calls, []);
    }
  });

  test('shows nothing of an answer that it cannot use', async () => {
    const { ask } = scene('gcp', () => 'Canary-secret');
    await assert.rejects(ask('gcr.io'), (thrown: Error) => !thrown.message.includes('Canary'));
  });
});
