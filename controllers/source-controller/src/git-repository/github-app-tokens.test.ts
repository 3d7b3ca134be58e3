import assert from 'node:assert/strict';
import { createPublicKey, generateKeyPairSync, verify } from 'node:crypto';
import { suite, test } from 'node:test';
import { type Handler, ManualClock } from '@flux19/ports';
import { createGitHubAppTokens } from './github-app-tokens.ts';

const { signal } = new AbortController();
const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 });
const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
const app = { githubAppID: '7', githubAppInstallationID: '42', githubAppPrivateKey: pem };

/** GitHub's answers, and what it was asked. */
function fakeGitHub(clock: ManualClock) {
  const asked: string[] = [];
  const fetch: Handler = async (request) => {
    const { pathname, origin } = new URL(request.url);
    asked.push(`${request.method} ${origin}${pathname}`);
    const [head = '', claims = '', signature = ''] = (request.headers.get('authorization') ?? '').slice(7).split('.');
    const isSigned = verify(
      'RSA-SHA256',
      Buffer.from(`${head}.${claims}`),
      createPublicKey(publicKey.export({ type: 'spki', format: 'pem' })),
      Buffer.from(signature, 'base64url'),
    );
    if (!isSigned) return new Response(null, { status: 401 });
    if (pathname.includes('/orgs/')) return new Response(null, { status: 404 });
    if (pathname.endsWith('/installation')) return Response.json({ id: 43 });
    const expires = new Date(clock.now() + 3_600_000).toISOString();
    return Response.json({ token: `token-${asked.length}`, expires_at: expires }, { status: 201 });
  };
  return { asked, fetch };
}

suite('createGitHubAppTokens', () => {
  test('asks for a token once until it is about to expire', async () => {
    const clock = new ManualClock();
    const { asked, fetch } = fakeGitHub(clock);
    const tokens = createGitHubAppTokens({ fetch, clock });
    assert.equal(await tokens.token(app, signal), 'token-1');
    await clock.advance(54 * 60_000);
    assert.equal(await tokens.token(app, signal), 'token-1');
    await clock.advance(2 * 60_000);
    assert.equal(await tokens.token(app, signal), 'token-2');
    assert.equal(asked[0], 'POST https://api.github.com/app/installations/42/access_tokens');
  });

  test("finds the installation of an owner, on a server of the owner's own", async () => {
    const clock = new ManualClock();
    const { asked, fetch } = fakeGitHub(clock);
    const { githubAppInstallationID: _id, ...rest } = app;
    const data = { ...rest, githubAppInstallationOwner: 'ada', githubAppBaseURL: 'https://git.example.org/api/v3/' };
    await createGitHubAppTokens({ fetch, clock }).token(data, signal);
    assert.deepEqual(asked, [
      'GET https://git.example.org/api/v3/orgs/ada/installation',
      'GET https://git.example.org/api/v3/users/ada/installation',
      'POST https://git.example.org/api/v3/app/installations/43/access_tokens',
    ]);
  });

  test('says what is wrong without repeating the key', async () => {
    const clock = new ManualClock();
    const tokens = createGitHubAppTokens({ fetch: fakeGitHub(clock).fetch, clock });
    const refused = [
      [{ ...app, githubAppPrivateKey: 'canary' }, /^could not parse private key$/],
      [{ ...app, githubAppPrivateKey: '' }, /githubAppPrivateKey/],
      [{ ...app, githubAppInstallationOwner: 'ada' }, /exactly one of/],
    ] as const;
    for (const [data, message] of refused) await assert.rejects(tokens.token(data, signal), { message });
    const other = String(
      generateKeyPairSync('rsa', { modulusLength: 2048 }).privateKey.export({ type: 'pkcs8', format: 'pem' }),
    );
    await assert.rejects(tokens.token({ ...app, githubAppPrivateKey: other }, signal), /GitHub answered 401/);
  });
});
