import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { createServingCertificate } from '@flux19/listener';
import { type GitFixture, startGitFixture } from '../testing/git-fixture.ts';
import { type Listener, listen } from '../testing/listen.ts';

const basic = `Basic ${Buffer.from('ada:secret').toString('base64')}`;

suite('git over http', () => {
  let git: GitFixture;
  before(async () => {
    git = await startGitFixture({
      async authorize({ authorization }) {
        return authorization === basic ? 'allowed' : 'denied';
      },
    });
    await git.commit('app.git', {});
  });
  after(() => git.close());

  const resolve = (url: string, credentials: object) =>
    git.client().resolve({ remote: { url, credentials }, reference: { branch: 'main' } }, git.signal);
  const password = { username: 'ada', password: 'secret' };

  /** A server that sends every request to another one and keeps what was sent along. */
  async function redirector(target: string): Promise<Listener & { readonly seen: (string | null)[] }> {
    const seen: (string | null)[] = [];
    const listener = await listen(async (request) => {
      const { pathname, search } = new URL(request.url);
      seen.push(request.headers.get('authorization'));
      return new Response(null, { status: 301, headers: { location: target + pathname + search } });
    });
    return { ...listener, seen };
  }

  test('never sends a password to the host that another one names', async () => {
    const seen: (string | null)[] = [];
    const foreign = await listen(async (request) => {
      seen.push(request.headers.get('authorization'));
      return new Response(null, { status: 401, headers: { 'www-authenticate': 'Basic realm="x"' } });
    });
    const home = await redirector(foreign.url.replace('127.0.0.1', 'localhost'));
    await assert.rejects(resolve(`${home.url}/app.git`, password), { reason: 'AuthenticationFailed' });
    await assert.rejects(resolve(`${home.url}/app.git`, { bearerToken: 'secret' }), {
      message: `unable to clone '${home.url}/app.git': the server redirects elsewhere, where credentials are not sent`,
    });
    assert.ok(seen.length > 0);
    assert.deepEqual(
      seen.filter((value) => value !== null),
      [],
    );
    await Promise.all([home.close(), foreign.close()]);
  });

  test('follows a redirect of the same host with its password', async () => {
    const moved = await listen(async (request) => {
      const url = new URL(request.url);
      if (!url.pathname.startsWith('/old')) return git.server.fetch(request);
      return new Response(null, { status: 301, headers: { location: url.pathname.replace('/old', '') + url.search } });
    });
    const { reference } = await resolve(`${moved.url}/old/app.git`, password);
    assert.equal(reference, 'refs/heads/main');
    await moved.close();
  });

  test('trusts the authority that the credentials name, and no other', async () => {
    const tls = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
    const secure = await listen(git.server.fetch, tls);
    const url = `${secure.url}/app.git`;
    const { reference } = await resolve(url, { ...password, certificateAuthority: tls.ca });
    assert.equal(reference, 'refs/heads/main');
    await assert.rejects(resolve(url, password), { reason: 'Certificate' });
    const other = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
    await assert.rejects(resolve(url, { ...password, certificateAuthority: other.ca }), { reason: 'Certificate' });
    await secure.close();
  });

  test('goes through a proxy and gives it its password', async () => {
    const seen: (string | null)[] = [];
    const proxy = await listen(async (request) => {
      const given = request.headers.get('proxy-authorization');
      seen.push(given);
      const challenge = { status: 407, headers: { 'proxy-authenticate': 'Basic realm="proxy"' } };
      return new Response(null, given === null ? challenge : { status: 502 });
    });
    const remote = {
      url: 'http://127.0.0.1:9/app.git',
      proxy: { address: proxy.url, username: 'pia', password: 'pass' },
    };
    const outcome = await git
      .client()
      .resolve({ remote, reference: {} }, git.signal)
      .catch((error) => error);
    await proxy.close();
    assert.equal(outcome.reason, 'Network', outcome);
    assert.deepEqual(seen, [null, `Basic ${Buffer.from('pia:pass').toString('base64')}`]);
  });
});
