import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import type { Checkout, GitClient, GitError, GitReference } from '@flux19/git';
import { type GitFixture, startGitFixture } from './testing/git-fixture.ts';

const basic = (user: string, password: string) => `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;

/** Path and text of every file of a checkout. */
async function contents(checkout: Checkout, signal: AbortSignal): Promise<Record<string, string>> {
  const { files } = await checkout.list(signal);
  const texts = await Array.fromAsync(checkout.read(files, signal));
  return Object.fromEntries(files.map((file, i) => [file.path, Buffer.from(texts[i] ?? []).toString('utf8')]));
}

suite('git client', () => {
  let git: GitFixture;
  let client: GitClient;
  let first: string;

  before(async () => {
    git = await startGitFixture({
      async authorize({ repository, authorization }) {
        if (!repository.startsWith('private')) return 'allowed';
        return authorization === basic('ada', 'correct horse') || authorization === 'Bearer t0ken'
          ? 'allowed'
          : 'denied';
      },
    });
    client = git.client();
    first = await git.commit('app.git', {
      changes: new Map<string, string | { content: string; isExecutable: boolean }>([
        ['README.md', 'hello'],
        ['deploy/run.sh', { content: '#!/bin/sh\n', isExecutable: true }],
      ]),
      message: 'Begin\n\nwith a body',
      tags: [{ name: 'v1.0.0' }, { name: 'v1.1.0', message: 'annotated' }],
    });
    await git.commit('private.git', { changes: new Map([['secret.txt', 'x']]) });
  });

  after(() => git.close());

  const remote = (repository = 'app.git') => ({ url: `${git.listener.url}/${repository}` });
  const resolve = (reference: GitReference, repository?: string) =>
    client.resolve({ remote: remote(repository), reference }, git.signal);

  test('reads a branch with its files, modes and commit', async () => {
    const resolved = await resolve({ branch: 'main' });
    assert.deepEqual(resolved, { commit: first, reference: 'refs/heads/main' });
    const checkout = await client.fetch({ remote: remote(), resolved, cache: 'ns/app' }, git.signal);
    assert.deepEqual(await contents(checkout, git.signal), { 'README.md': 'hello', 'deploy/run.sh': '#!/bin/sh\n' });
    const { files } = await checkout.list(git.signal);
    assert.deepEqual(
      files.map((file) => file.isExecutable),
      [false, true],
    );
    assert.equal(checkout.commit.author.name, 'Ada');
    assert.equal(checkout.commit.message, 'Begin\n\nwith a body');
  });

  test('finds the commit behind an annotated tag and keeps the tag', async () => {
    const resolved = await resolve({ tag: 'v1.1.0' });
    assert.equal(resolved.commit, first);
    const checkout = await client.fetch({ remote: remote(), resolved, cache: 'ns/tag' }, git.signal);
    assert.equal(checkout.tag?.name, 'v1.1.0');
    assert.equal(checkout.tag?.hash, resolved.tag);
    assert.equal(checkout.commit.hash, first);
  });

  test('asks the server once for a reference', async () => {
    const before = git.listener.requests.length;
    await resolve({ branch: 'main' });
    const asked = git.listener.requests.slice(before);
    assert.deepEqual(asked, ['GET /app.git/info/refs?service=git-upload-pack', 'POST /app.git/git-upload-pack']);
  });

  test('fetches only what a new commit changes, also after a forced push', async () => {
    const request = async () => {
      const resolved = await resolve({ branch: 'moving' }, 'moving.git');
      return client.fetch({ remote: remote('moving.git'), resolved, cache: 'ns/moving' }, git.signal);
    };
    await git.commit('moving.git', {
      branch: 'moving',
      changes: new Map([
        ['a', '1'],
        ['b', '1'],
      ]),
    });
    assert.deepEqual(await contents(await request(), git.signal), { a: '1', b: '1' });
    await git.commit('moving.git', { branch: 'moving', changes: new Map([['a', '2']]) });
    assert.deepEqual(await contents(await request(), git.signal), { a: '2', b: '1' });
    const folder = `${git.folder}/served/moving.git`;
    const rewritten = await git.commit('moving.git', { branch: 'other', changes: new Map([['c', '3']]) });
    await git.repositories.setReference(folder, 'refs/heads/moving', rewritten, git.signal);
    assert.deepEqual(await contents(await request(), git.signal), { c: '3' });
  });

  test('reads a commit that no branch ends with', async () => {
    const old = await git.commit('history.git', { changes: new Map([['a', 'old']]) });
    await git.commit('history.git', { changes: new Map([['a', 'new']]) });
    const resolved = await resolve({ commit: old, branch: 'main' }, 'history.git');
    assert.deepEqual(resolved, { commit: old, reference: 'refs/heads/main', isPinned: true });
    const checkout = await client.fetch({ remote: remote('history.git'), resolved, cache: 'ns/history' }, git.signal);
    assert.deepEqual(await contents(checkout, git.signal), { a: 'old' });
  });

  test('says which branch is missing, as Flux does', async () => {
    await assert.rejects(resolve({ branch: 'nope' }), {
      reason: 'ReferenceNotFound',
      message: `unable to clone '${git.listener.url}/app.git': couldn't find remote ref "refs/heads/nope"`,
    });
  });

  test('tells an empty repository from a missing one', async () => {
    await git.repositories.create(`${git.folder}/served/empty.git`);
    await assert.rejects(resolve({ branch: 'main' }, 'empty.git'), { reason: 'EmptyRepository' });
    await assert.rejects(resolve({ branch: 'main' }, 'absent.git'), {
      reason: 'NotFound',
      message: `unable to clone: repository not found: git repository: '${git.listener.url}/absent.git'`,
    });
  });

  test('reports missing and wrong credentials without repeating them', async () => {
    const url = `${git.listener.url}/private.git`;
    const message = `unable to clone '${url}': authentication required`;
    await assert.rejects(resolve({ branch: 'main' }, 'private.git'), { reason: 'AuthenticationFailed', message });
    const credentials = { username: 'ada', password: 'canary-battery' };
    const asked = client.resolve({ remote: { url, credentials }, reference: { branch: 'main' } }, git.signal);
    await assert.rejects(asked, { reason: 'AuthenticationFailed', message });
  });

  test('authenticates with a password, a token, or what the URL holds', async () => {
    const url = `${git.listener.url}/private.git`;
    const ways = [
      { url, credentials: { username: 'ada', password: 'correct horse' } },
      { url, credentials: { bearerToken: 't0ken' } },
      { url: url.replace('://', '://ada:correct%20horse@') },
    ];
    for (const way of ways) {
      const { reference } = await client.resolve({ remote: way, reference: { branch: 'main' } }, git.signal);
      assert.equal(reference, 'refs/heads/main');
    }
  });

  test('says that a server is down', async () => {
    const dead = await startGitFixture();
    const { url } = dead.listener;
    await dead.close();
    const asked = client.resolve({ remote: { url: `${url}/app.git` }, reference: {} }, git.signal);
    await assert.rejects(
      asked,
      (error: GitError) => error.reason === 'Network' && /Failed to connect/.test(error.message),
    );
  });

  test('ends git when the caller gives up', async () => {
    const silent = await startGitFixture({ authorize: () => new Promise(() => undefined) });
    try {
      const aborter = new AbortController();
      const remote = { url: `${silent.listener.url}/app.git` };
      const asked = client.resolve({ remote, reference: {} }, aborter.signal);
      while (silent.listener.requests.length === 0) await new Promise((done) => setImmediate(done));
      aborter.abort(new Error('enough'));
      await assert.rejects(asked, { message: 'enough' });
    } finally {
      await silent.close();
    }
  });

  test('recovers from a cache that a killed process left locked', async () => {
    const { writeFile } = await import('node:fs/promises');
    await git.commit('locked.git', { changes: new Map([['a', '1']]) });
    const own = git.client({ cacheFolder: `${git.folder}/locked-cache` });
    const request = async () => {
      const resolved = await own.resolve({ remote: remote('locked.git'), reference: { branch: 'main' } }, git.signal);
      return own.fetch({ remote: remote('locked.git'), resolved, cache: 'ns/locked' }, git.signal);
    };
    await request();
    await writeFile(`${git.folder}/locked-cache/ns/locked.git/shallow.lock`, '');
    await git.commit('locked.git', { changes: new Map([['a', '2']]) });
    assert.deepEqual(await contents(await request(), git.signal), { a: '2' });
  });
});
