import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { after, before, suite, test } from 'node:test';
import { conditionTexts, hasReason, isReady } from '../testing/conditions.ts';
import { type SourceFixture, startSourceFixture } from '../testing/source-fixture.ts';

/** Appears in every secret of these tests and must not appear anywhere else. */
const canary = 'canary-7f3a';
const basic = `Basic ${Buffer.from(`ada:${canary}-right`).toString('base64')}`;

suite('credentials of a GitRepository', () => {
  let source: SourceFixture;
  before(async () => {
    source = await startSourceFixture({
      async authorize({ authorization }) {
        return authorization === basic || authorization === `Bearer ${canary}-token` ? 'allowed' : 'denied';
      },
    });
    await source.commit('app.git', { a: '1' });
  });
  after(() => source.close());

  test('open the repository as password, token or part of the URL', async () => {
    const url = source.urlOf('app.git');
    await source.secret('password', { username: 'ada', password: `${canary}-right` });
    await source.create('password', { url, secretRef: { name: 'password' } });
    await source.secret('token', { bearerToken: `${canary}-token` });
    await source.create('token', { url, secretRef: { name: 'token' } });
    await source.create('in-url', { url: url.replace('://', `://ada:${canary}-right@`) });
    for (const name of ['password', 'token', 'in-url']) await source.until(name, isReady);
  });

  test('are reported when they are absent, wrong or not readable', async () => {
    const url = source.urlOf('app.git');
    await source.create('no-secret', { url, secretRef: { name: 'nope' } });
    await source.create('nothing', { url });
    await source.secret('wrong', { username: 'ada', password: `${canary}-wrong` });
    await source.create('wrong', { url, secretRef: { name: 'wrong' } });
    await source.secret('half', { password: `${canary}-half` });
    await source.create('half', { url, secretRef: { name: 'half' } });
    const expected = {
      'no-secret': `AuthenticationFailed: failed to get secret 'apps/nope': failed to get secret 'apps/nope': secrets "nope" not found`,
      nothing: `GitOperationFailed: failed to checkout and determine revision: unable to clone '${url}': authentication required`,
      wrong: `GitOperationFailed: failed to checkout and determine revision: unable to clone '${url}': authentication required`,
      half: "AuthenticationFailed: failed to configure authentication options: invalid 'http' auth option: 'password' requires 'username' to be set",
    };
    for (const [name, text] of Object.entries(expected)) {
      const object = await source.until(name, ({ status }) => (status?.conditions?.length ?? 0) > 1);
      assert.equal(conditionTexts(object)['FetchFailed'], `True ${text}`);
    }
  });

  test('of ssh need a key and known hosts', async () => {
    const url = 'ssh://git@127.0.0.1:1/app.git';
    await source.create('ssh-nothing', { url });
    const { privateKey } = generateKeyPairSync('ed25519');
    const identity = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    await source.secret('ssh-half', { identity });
    await source.create('ssh-half', { url, secretRef: { name: 'ssh-half' } });
    const options = { type: 'pkcs8', format: 'pem', cipher: 'aes-256-cbc', passphrase: canary } as const;
    await source.secret('ssh-locked', { identity: String(privateKey.export(options)), known_hosts: 'x' });
    await source.create('ssh-locked', { url, secretRef: { name: 'ssh-locked' } });
    const problem = "failed to configure authentication options: invalid 'ssh' auth option:";
    const expected = {
      'ssh-nothing': `${problem} 'identity' is required`,
      'ssh-half': `${problem} 'known_hosts' is required`,
      'ssh-locked':
        "SSH identity key is encrypted but no 'password' field was provided in the secret 'apps/ssh-locked'",
    };
    for (const [name, text] of Object.entries(expected)) {
      const object = await source.until(name, hasReason('AuthenticationFailed'));
      assert.equal(conditionTexts(object)['Ready'], `False AuthenticationFailed: ${text}`);
    }
  });

  test('of a proxy are checked before anything is sent', async () => {
    const url = source.urlOf('app.git');
    await source.secret('bad-proxy', { address: 'ftp://proxy', password: canary });
    await source.create('bad-proxy', { url, proxySecretRef: { name: 'bad-proxy' } });
    const object = await source.until('bad-proxy', hasReason('AuthenticationFailed'));
    const why = "proxy URL must use one of the supported schemes (http, https, socks5), got 'ftp'";
    const text = `failed to configure proxy options: secret 'apps/bad-proxy': ${why}`;
    assert.equal(conditionTexts(object)['Ready'], `False AuthenticationFailed: ${text}`);
    await source.secret('dead-proxy', { address: 'http://127.0.0.1:1', username: 'ada', password: `${canary}-proxy` });
    await source.create('dead-proxy', { url, proxySecretRef: { name: 'dead-proxy' } });
    const dead = await source.until('dead-proxy', hasReason('GitOperationFailed'));
    assert.match(conditionTexts(dead)['Ready'] ?? '', /Failed to connect to 127\.0\.0\.1 port 1/);
  });

  test('of a provider that lacks its secret stall the object', async () => {
    await source.create('github', { url: source.urlOf('app.git'), provider: 'github' });
    const object = await source.until('github', hasReason('InvalidProviderConfiguration'));
    assert.match(conditionTexts(object)['Stalled'] ?? '', /^True InvalidProviderConfiguration/);
  });

  test('wake the object when their Secret is labelled for it', async () => {
    const url = source.urlOf('app.git');
    const address = { apiVersion: 'v1', kind: 'Secret', namespace: 'apps', name: 'late' };
    await source.create('late', { url, secretRef: { name: 'late' } });
    await source.until('late', hasReason('AuthenticationFailed'));
    await source.secret('late', { username: 'ada', password: `${canary}-right` });
    const metadata = { labels: { 'reconcile.fluxcd.io/watch': 'Enabled' } };
    await source.client.patch(address, { metadata }, { type: 'merge' }, source.signal);
    await source.until('late', isReady);
  });

  test('appear in no status, event or log', async () => {
    const { items } = await source.client.list(
      { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' },
      {},
      source.signal,
    );
    await source.events('wrong');
    const events = await source.client.list({ apiVersion: 'v1', kind: 'Event' }, {}, source.signal);
    const statuses = items.map((object) => object['status']);
    assert.ok(statuses.length >= 12 && events.items.length >= 8);
    for (const text of [JSON.stringify(statuses), JSON.stringify(events.items), source.logs()]) {
      assert.ok(!text.includes(canary), text.slice(text.indexOf(canary) - 200, text.indexOf(canary) + 50));
      assert.ok(!text.includes(Buffer.from(`ada:${canary}`).toString('base64').slice(0, 16)));
    }
  });
});
