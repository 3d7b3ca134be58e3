import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { promisify } from 'node:util';
import { gzipSync } from 'node:zlib';
import { type GitAccess, repositoriesIn } from '@flux19/git';
import { type GitFixture, startGitFixture } from '../testing/git-fixture.ts';

const run = promisify(execFile);
const password = 'Basic YWRhOnB3';

suite('git server', () => {
  let git: GitFixture;
  const asked: GitAccess[] = [];

  before(async () => {
    git = await startGitFixture({
      async authorize(access) {
        asked.push(access);
        if (access.repository.startsWith('hidden')) return 'forbidden';
        return access.operation === 'read' || access.authorization === password ? 'allowed' : 'denied';
      },
      maximumRequestBytes: 200_000,
    });
    await git.commit('app.git', { changes: new Map([['a.txt', 'one']]) });
  });
  after(() => git.close());

  /** Runs the real git as a person would, but without that person's configuration. */
  function person(folder: string, ...words: string[]): Promise<{ stdout: string }> {
    const identity = {
      GIT_AUTHOR_NAME: 'A',
      GIT_AUTHOR_EMAIL: 'a@b',
      GIT_COMMITTER_NAME: 'A',
      GIT_COMMITTER_EMAIL: 'a@b',
    };
    const env = {
      PATH: process.env['PATH'] ?? '',
      HOME: git.folder,
      GIT_TERMINAL_PROMPT: '0',
      GIT_CONFIG_NOSYSTEM: '1',
      ...identity,
    };
    return run('git', words, { cwd: folder, env });
  }

  test('lets git clone, commit and push, and tells of the push', async () => {
    const pushed: string[] = [];
    const stop = git.server.onPush((repository) => pushed.push(repository));
    const work = join(git.folder, 'work');
    await person(
      git.folder,
      'clone',
      '--quiet',
      git.listener.url.replace('://', '://ada:pw@').concat('/app.git'),
      work,
    );
    // Large enough that git sends it in chunks and compressed.
    await writeFile(join(work, 'big.txt'), 'line\n'.repeat(20_000));
    await person(work, 'add', '.');
    await person(work, 'commit', '--quiet', '-m', 'second');
    await person(work, 'push', '--quiet', 'origin', 'main');
    assert.deepEqual(pushed, ['app.git']);
    stop();
    const { stdout } = await person(work, 'rev-parse', 'HEAD');
    const client = git.client();
    const remote = { url: `${git.listener.url}/app.git` };
    const resolved = await client.resolve({ remote, reference: { branch: 'main' } }, git.signal);
    assert.equal(resolved.commit, stdout.trim());
    await git.commit('app.git', { changes: new Map([['b.txt', 'three']]) });
    await assert.rejects(person(work, 'push', '--quiet', 'origin', 'main'), 'a push that is not a fast-forward');
    assert.deepEqual(pushed, ['app.git']);
  });

  test('serves clients of older protocols', async () => {
    const folder = join(git.folder, 'old');
    await mkdir(folder);
    for (const version of ['0', '1', '2']) {
      const { stdout } = await person(
        folder,
        '-c',
        `protocol.version=${version}`,
        'ls-remote',
        `${git.listener.url}/app`,
      );
      assert.match(stdout, /refs\/heads\/main/);
    }
  });

  test('refuses pushes without password and repositories that are hidden', async () => {
    const ask = (path: string, init: RequestInit = {}) => git.server.fetch(new Request(`http://git/${path}`, init));
    const push = await ask('app.git/info/refs?service=git-receive-pack');
    assert.equal(push.status, 401);
    assert.match(push.headers.get('www-authenticate') ?? '', /^Basic /);
    assert.equal((await ask('app.git/git-receive-pack', { method: 'POST', body: '0000' })).status, 401);
    assert.equal((await ask('hidden.git/info/refs?service=git-upload-pack')).status, 403);
  });

  test('knows nothing but the smart protocol, and no path that leads out', async () => {
    await symlink('/', join(git.folder, 'served', 'root.git'));
    const paths = [
      ...[
        'app.git/HEAD',
        'app.git/objects/info/packs',
        'app.git/info/refs',
        'app.git/info/refs?service=git-upload-archive',
      ],
      ...['', 'nope.git/info/refs?service=git-upload-pack', 'root.git/info/refs?service=git-upload-pack'],
      ...['x%2f..%2f..%2fserved%2fapp.git/info/refs?service=git-upload-pack'],
      ...['app.git%00/info/refs?service=git-upload-pack', 'app.git/%zz/info/refs?service=git-upload-pack'],
    ];
    for (const path of paths) {
      const { status } = await git.server.fetch(new Request(`http://git/${path}`));
      assert.equal(status, 404, path);
    }
    const folderOf = repositoriesIn(join(git.folder, 'served'));
    for (const name of ['../served/app.git', 'app.git/../app.git', '/etc', '', 'app.git/objects', 'root']) {
      assert.equal(folderOf(name), undefined, name);
    }
    assert.equal(folderOf('app'), folderOf('app.git'));
  });

  test('ends git when a request unpacks to more than allowed', async () => {
    const headers = { authorization: password, 'content-encoding': 'gzip' };
    const body = gzipSync(Buffer.alloc(2_000_000, '0'));
    const request = new Request('http://git/app.git/git-receive-pack', { method: 'POST', headers, body });
    const response = await git.server.fetch(request);
    assert.ok((await response.arrayBuffer()).byteLength < 200_000);
  });

  test('gives readers in the process the folder, if they may read', async () => {
    const folder = await git.server.locate({ repository: 'app.git', authorization: undefined });
    assert.equal(folder, join(git.folder, 'served', 'app.git'));
    await assert.rejects(git.server.locate({ repository: 'hidden.git', authorization: undefined }), {
      reason: 'AuthenticationFailed',
    });
    const client = git.client({ locate: async () => folder });
    const before = git.listener.requests.length;
    const remote = { url: 'http://served.here/app.git' };
    const resolved = await client.resolve({ remote, reference: { branch: 'main' } }, git.signal);
    const checkout = await client.fetch({ remote, resolved, cache: 'a/b' }, git.signal);
    const { files } = await checkout.list(git.signal);
    assert.ok(files.some(({ path }) => path === 'a.txt'));
    assert.equal(git.listener.requests.length, before);
  });

  test('lets readers in the process see the same failures as others', async () => {
    const client = git.client({
      locate: ({ url }) => git.server.locate({ repository: new URL(url).pathname.slice(1), authorization: undefined }),
    });
    const resolve = (repository: string, branch: string) => {
      const remote = { url: `http://u:canary@served.here/${repository}` };
      return client.resolve({ remote, reference: { branch } }, git.signal);
    };
    const url = 'http://served.here';
    await assert.rejects(resolve('hidden.git', 'main'), {
      message: `unable to clone '${url}/hidden.git': authorization failed`,
    });
    await assert.rejects(resolve('app.git', 'nope'), {
      message: `unable to clone '${url}/app.git': couldn't find remote ref "refs/heads/nope"`,
    });
  });

  test('answers 500 when the question of who asks fails', async () => {
    const broken = await startGitFixture({ authorize: () => Promise.reject(new Error('secret detail')) });
    const response = await broken.server.fetch(new Request('http://git/app.git/info/refs?service=git-upload-pack'));
    assert.equal(response.status, 500);
    assert.ok(!(await response.text()).includes('secret'));
    await broken.close();
  });
});
