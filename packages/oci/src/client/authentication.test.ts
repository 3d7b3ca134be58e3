import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { parseChallenge } from '../auth/challenge.ts';
import type { RegistryCredentials } from '../auth/credentials.ts';
import type { RegistryFixture } from '../testing/registry-fixture.ts';
import { registryFixture } from '../testing/registry-fixture.ts';
import { createOciClient } from './create-oci-client.ts';

const { signal } = new AbortController();
const app = { registry: 'registry.test', repository: 'team/app' };
const secret = 'Canary-secret-1!';
const basic: RegistryCredentials = { kind: 'basic', username: 'ada', password: secret };
const encoded = Buffer.from(`ada:${secret}`).toString('base64');

interface TokenScene {
  readonly realm?: string;
  readonly credentials?: RegistryCredentials;
  readonly service?: (request: Request) => Promise<Response>;
}

/** A registry that takes the token `good`, and the service at `auth.test` that gives it. */
function withTokens({
  realm = 'https://auth.test/token',
  credentials = basic,
  service,
}: TokenScene = {}): RegistryFixture {
  return registryFixture({
    challenge: `Bearer realm="${realm}",service="registry.test"`,
    authorize: async ({ request }) =>
      request.headers.get('authorization') === 'Bearer good' ? 'allowed' : 'unauthenticated',
    credentials: async () => credentials,
    async intercept(request) {
      if (new URL(request.url).host === 'registry.test') return undefined;
      return service?.(request) ?? Response.json({ token: 'good', expires_in: 300 });
    },
  });
}

suite('authentication', () => {
  test('gets a token for the scope, once for all requests', async () => {
    const { client, calls } = withTokens();
    await client.putBlob(app, Buffer.from('x'), signal);
    await client.hasBlob(app, `sha256:${'0'.repeat(64)}`, signal);
    const asked = calls.filter((call) => call.includes('auth.test'));
    assert.deepEqual(asked, [
      `GET //auth.test/token?service=registry.test&scope=repository%3Ateam%2Fapp%3Apull [Basic ${encoded}]`,
      `GET //auth.test/token?service=registry.test&scope=repository%3Ateam%2Fapp%3Apull%2Cpush [Basic ${encoded}]`,
    ]);
    assert.ok(calls.filter((call) => call.includes(encoded)).every((call) => call.includes('auth.test')));
  });

  test('gets another token when the first is about to end', async () => {
    const { client, calls, clock } = withTokens();
    await client.ping('registry.test', signal);
    await clock.advance(295_000);
    await client.ping('registry.test', signal);
    assert.equal(calls.filter((call) => call.includes('auth.test')).length, 2);
  });

  test('exchanges an identity token in the body', async () => {
    let body = '';
    const { client, calls } = withTokens({
      credentials: { kind: 'identityToken', token: secret },
      async service(request) {
        body = await request.text();
        return Response.json({ access_token: 'good' });
      },
    });
    await client.ping('registry.test', signal);
    assert.match(body, /grant_type=refresh_token&.*refresh_token=Canary-secret-1%21$/);
    assert.ok(calls.includes('POST //auth.test/token'));
  });

  test('gives no credentials to a token service without encryption, or in a redirect to another host', async () => {
    const plain = withTokens({ realm: 'http://auth.test/token' });
    await assert.rejects(plain.client.ping('registry.test', signal), {
      reason: 'AuthenticationFailed',
      message: /https/,
    });
    assert.ok(!plain.calls.some((call) => call.includes('auth.test')));

    const leading = withTokens({
      service: async (request) =>
        new URL(request.url).host === 'auth.test'
          ? new Response(null, { status: 302, headers: { location: 'https://evil.test/' } })
          : Response.json({ token: 'good' }),
    });
    await leading.client.ping('registry.test', signal);
    assert.ok(leading.calls.includes('GET //evil.test/'));
    const [, back] = [
      secret,
      withTokens({
        service: async () => new Response(null, { status: 302, headers: { location: 'http://auth.test/' } }),
      }),
    ];
    await assert.rejects(back.client.ping('registry.test', signal), { reason: 'AuthenticationFailed' });
  });

  test('shows no secret when who got it sends it back', async () => {
    const { client } = withTokens({
      service: async (request) =>
        Response.json(
          { errors: [{ code: 'DENIED', message: `${secret} ${request.headers.get('authorization')}` }] },
          { status: 401 },
        ),
    });
    await assert.rejects(client.ping('registry.test', signal), (thrown: Error) => {
      assert.match(thrown.message, /DENIED: \*\*\* Basic \*\*\*/);
      return true;
    });
  });

  test('follows redirects of blobs without credentials, whatever hosts are on the way', async () => {
    const content = Buffer.from('content');
    const host = fc.constantFrom(
      'registry.test',
      'registry.test:8443',
      'cdn.test',
      'registry.test.evil.test',
      'sub.registry.test',
    );
    const property = fc.asyncProperty(fc.array(host, { minLength: 1, maxLength: 4 }), async (hosts) => {
      let step = 0;
      const { client, calls } = registryFixture({
        authorize: async ({ request }) => (request.headers.has('authorization') ? 'allowed' : 'unauthenticated'),
        credentials: async () => basic,
        async intercept(request) {
          const { pathname } = new URL(request.url);
          const isStart = pathname.includes('/blobs/sha256') && request.headers.has('authorization');
          if (!isStart && !pathname.startsWith('/hop')) return undefined;
          const next = hosts[step];
          step += 1;
          if (next === undefined) return new Response(content);
          return new Response(null, { status: 307, headers: { location: `https://${next}/hop${step}` } });
        },
      });
      const digest = 'sha256:ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73';
      await client.readBlob(app, { digest }, signal);
      const foreign = calls.filter((call) => /^\S+ \/\//.test(call));
      assert.ok(
        foreign.every((call) => !call.includes('[')),
        foreign.join('\n'),
      );
    });
    await fc.assert(property, { numRuns: 50 });
  });

  test('follows no redirect from https to http, and none without end', async () => {
    const to = (location: string) =>
      registryFixture({ intercept: async () => new Response(null, { status: 302, headers: { location } }) });
    await assert.rejects(to('http://registry.test/x').client.listTags(app, signal), { reason: 'Refused' });
    await assert.rejects(to('file:///etc/passwd').client.listTags(app, signal), { reason: 'Refused' });
    await assert.rejects(to('/again').client.listTags(app, signal), { reason: 'Refused', message: /without end/ });
  });

  test('does not answer a challenge of the host that it was redirected to', async () => {
    const { client, calls } = registryFixture({
      credentials: async () => basic,
      async intercept(request) {
        if (new URL(request.url).host === 'registry.test') {
          return new Response(null, { status: 307, headers: { location: 'https://evil.test/' } });
        }
        const headers = { 'www-authenticate': 'Bearer realm="https://evil.test/token"' };
        return new Response(null, { status: 401, headers });
      },
    });
    await assert.rejects(client.ping('registry.test', signal), { reason: 'AuthenticationFailed' });
    assert.deepEqual(calls, ['GET /v2/', 'GET //evil.test/']);
  });

  test('sends no credentials along with an upload to another host', async () => {
    const { client, calls } = registryFixture({
      credentials: async () => basic,
      authorize: async ({ request }) => (request.headers.has('authorization') ? 'allowed' : 'unauthenticated'),
      async intercept(request) {
        if (new URL(request.url).host !== 'registry.test') return new Response(null, { status: 201 });
        const isBegun = request.method === 'POST' && request.headers.has('authorization');
        if (!isBegun) return undefined;
        return new Response(null, { status: 202, headers: { location: 'https://uploads.test/1?session=2' } });
      },
    });
    await client.putBlob(app, Buffer.from('x'), signal);
    const sent = calls.filter((call) => call.includes('uploads.test'));
    assert.deepEqual(
      sent.map((call) => call.replace(/digest=.*/, '')),
      ['PUT //uploads.test/1?session=2&'],
    );
  });
});

suite('downgrades', () => {
  const downgraded = (calls: readonly string[]) => calls.filter((call) => call.startsWith('http:'));

  test('do not follow when the registry answers by https and the token service fails', async () => {
    const calls: string[] = [];
    const client = createOciClient({
      clock: new ManualClock(),
      random: () => 0,
      retry: { attempts: 1 },
      credentials: async () => basic,
      async fetch(request) {
        calls.push(request.url);
        if (request.url.includes('auth.test')) throw new TypeError('fetch failed');
        const headers = { 'www-authenticate': 'Bearer realm="https://auth.test/token"' };
        return new Response(null, { status: 401, headers });
      },
    });
    await assert.rejects(client.ping('127.0.0.1:5000', signal), { reason: 'Network' });
    assert.deepEqual(downgraded(calls), []);
  });

  test('never show credentials, whatever realms and redirects a registry names', async () => {
    const url = fc
      .tuple(fc.constantFrom('https', 'http'), fc.constantFrom('registry.test', 'auth.test', 'evil.test'))
      .map(([scheme, host]) => `${scheme}://${host}/x`);
    const property = fc.asyncProperty(url, fc.array(url, { maxLength: 4 }), async (realm, hops) => {
      const shown: string[] = [];
      const left = [...hops];
      const registry = (request: Request): Response => {
        const headers = { 'www-authenticate': `Bearer realm="${realm}"` };
        return new Response(null, { status: request.headers.has('authorization') ? 200 : 401, headers });
      };
      const service = (): Response => {
        const location = left.shift();
        if (location === undefined) return Response.json({ token: 'good' });
        return new Response(null, { status: 302, headers: { location } });
      };
      const client = createOciClient({
        clock: new ManualClock(),
        random: () => 0,
        retry: { attempts: 1 },
        credentials: async () => basic,
        async fetch(request) {
          const isShown = request.headers.get('authorization')?.includes(encoded) ?? false;
          if (isShown) shown.push(new URL(request.url).origin);
          return request.url.includes('/v2/') ? registry(request) : service();
        },
      });
      await client.ping('registry.test', signal).catch(() => undefined);
      const allowed = new URL(realm).origin;
      assert.ok(
        shown.every((origin) => origin === allowed && origin.startsWith('https:')),
        shown.join(),
      );
    });
    await fc.assert(property, { numRuns: 200 });
  });
});

suite('parseChallenge', () => {
  test('reads parameters in any order, quoted or not', () => {
    assert.deepEqual(parseChallenge('Bearer service=r,realm="https://a.test/t?x=\\"1\\"", scope="a b"'), {
      kind: 'bearer',
      realm: 'https://a.test/t?x="1"',
      service: 'r',
      scope: 'a b',
    });
  });

  test('prefers tokens to passwords', () => {
    assert.equal(parseChallenge('Basic realm="x", Bearer realm="https://a.test"')?.kind, 'bearer');
    assert.equal(parseChallenge('basic realm=x')?.kind, 'basic');
    assert.equal(parseChallenge('Negotiate'), undefined);
    assert.equal(parseChallenge(null), undefined);
  });
});
