import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { createGitPublisher, createSshSigner, type GitPublisher, type GitRemote, readRevision } from '@flux19/git';
import { type GitFixture, startGitFixture } from '../testing/git-fixture.ts';

function hasKeyMaker(): boolean {
  try {
    execFileSync('ssh-keygen', ['-Q', '-f', '/nowhere'], { stdio: 'ignore' });
    return true;
  } catch (thrown) {
    return (thrown as NodeJS.ErrnoException).code !== 'ENOENT';
  }
}

const author = { name: 'Flux', email: 'flux@example.org' };
const when = Date.UTC(2026, 1, 2);

suite('createGitPublisher', () => {
  let git: GitFixture;
  const publishers: GitPublisher[] = [];
  before(async () => {
    git = await startGitFixture({ authorize: async () => 'allowed' });
  });
  after(async () => {
    for (const publisher of publishers) publisher.close();
    await git.close();
  });

  let repositories = 0;
  /** A new repository with two files, and a publisher; `isLocal` reads it in place as the server's own process would. */
  async function prepare(isLocal = false) {
    repositories += 1;
    const name = `r${repositories}.git`;
    const folder = join(git.folder, 'served', name);
    const files = { 'a.yaml': 'a: 1\n', 'deep/er/b.yaml': 'b: 1\n', run: '#!/bin/sh\n' };
    const changes = new Map<string, string | { content: string; isExecutable: boolean }>(Object.entries(files));
    changes.set('run', { content: files.run, isExecutable: true });
    const first = await git.commit(name, { changes });
    const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: git.folder };
    const cacheFolder = join(git.folder, `publish-${repositories}`);
    const publisher = createGitPublisher({
      ...program,
      cacheFolder,
      ...(isLocal ? { locate: async () => folder } : {}),
    });
    publishers.push(publisher);
    const remote: GitRemote = { url: `${git.listener.url}/${name}` };
    const read = async (revision: string) => {
      const { files: found } = await readRevision(program, folder, revision, git.signal);
      return Object.fromEntries([...found].map(([path, bytes]) => [path, Buffer.from(bytes).toString()]));
    };
    const run = (...words: string[]) =>
      execFileSync('git', ['-C', folder, ...words], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
    const checkout = (branch = 'main') =>
      publisher.checkout({ remote, reference: { branch: 'main' }, branch, cache: 'ns/n' }, git.signal);
    return { name, folder, first, publisher, remote, read, run, checkout, files };
  }

  const content = (changes: Record<string, string>) => ({
    message: 'update images\n\nbody',
    author,
    when,
    changes: new Map(Object.entries(changes)),
  });

  for (const isLocal of [false, true]) {
    const where = isLocal ? 'a repository of this process' : 'a server';
    test(`commits on top of a branch of ${where} and pushes`, async () => {
      const { publisher, checkout, read, run, files, first } = await prepare(isLocal);
      const base = await checkout();
      assert.equal(base.head.hash, first);
      assert.equal(base.source.reference, 'refs/heads/main');
      const commit = await publisher.publish(base, content({ 'deep/er/b.yaml': 'b: 2\n' }), {}, git.signal);
      assert.equal(run('rev-parse', 'main'), commit);
      assert.deepEqual(await read('main'), { ...files, 'deep/er/b.yaml': 'b: 2\n' });
      const format = '%P|%an|%ae|%cn|%ct|%B';
      assert.equal(
        run('log', '-1', `--format=${format}`, 'main'),
        `${first}|Flux|flux@example.org|Flux|${when / 1000}|update images\n\nbody`,
      );
      assert.match(run('ls-tree', 'main', 'run'), /^100755/);
      assert.equal(run('fsck', '--strict'), '');
      // And once more, on top of it.
      const again = await checkout();
      assert.equal(again.head.hash, commit);
      const second = await publisher.publish(again, content({ 'a.yaml': 'a: 2\n' }), {}, git.signal);
      assert.equal(run('rev-parse', 'main'), second);
    });
  }

  test('pushes nothing when the files are as they were', async () => {
    const { publisher, checkout, run, first } = await prepare();
    const base = await checkout();
    assert.equal(await publisher.publish(base, content({ 'a.yaml': 'a: 1\n' }), {}, git.signal), undefined);
    assert.equal(run('rev-parse', 'main'), first);
  });

  test('never overwrites what somebody else has pushed since the checkout, forced or not', async () => {
    const { name, publisher, checkout, run } = await prepare();
    for (const branch of ['main', 'other']) {
      const base = await checkout(branch);
      const person = await git.commit(name, {
        branch,
        changes: new Map([
          ['person.txt', 'x'],
          ['a.yaml', 'a: 1\n'],
        ]),
      });
      const attempt = publisher.publish(
        base,
        content({ 'a.yaml': `a: ${branch}\n` }),
        { isForced: branch === 'other' },
        git.signal,
      );
      await assert.rejects(attempt, {
        reason: 'Rejected',
        message: `failed to push to remote: non-fast-forward update: refs/heads/${branch}`,
      });
      assert.equal(run('rev-parse', branch), person);
      const fresh = await checkout(branch);
      assert.equal(fresh.head.hash, person);
      await publisher.publish(fresh, content({ 'a.yaml': `a: ${branch}\n` }), {}, git.signal);
    }
  });

  test('makes the branch that is pushed, and goes on from it the next time', async () => {
    const { publisher, checkout, run, first } = await prepare();
    const base = await checkout('flux/updates');
    assert.deepEqual([base.hasBranch, base.head.hash], [false, first]);
    const commit = await publisher.publish(base, content({ 'a.yaml': 'a: 2\n' }), {}, git.signal);
    assert.equal(run('rev-parse', 'flux/updates'), commit);
    assert.equal(run('rev-parse', 'main'), first);
    const next = await checkout('flux/updates');
    assert.deepEqual([next.hasBranch, next.head.hash, next.source.commit], [true, commit, first]);
  });

  test('pushes to a refspec besides the branch', async () => {
    const { publisher, checkout, run } = await prepare();
    const target = { refspec: 'refs/heads/main:refs/heads/auto' };
    const commit = await publisher.publish(await checkout(), content({ 'a.yaml': 'a: 2\n' }), target, git.signal);
    assert.deepEqual([run('rev-parse', 'main'), run('rev-parse', 'auto')], [commit, commit]);
    for (const refspec of ['+main:x', ':main', 'nothing:x']) {
      const attempt = publisher.publish(await checkout(), content({ 'a.yaml': refspec }), { refspec }, git.signal);
      await assert.rejects(attempt, { reason: 'InvalidReference' });
    }
  });

  test('sends options of the protocol to servers that take them', async () => {
    const { publisher, checkout, run } = await prepare();
    run('config', 'receive.advertisePushOptions', 'true');
    const options = { 'merge_request.create': '', '--evil': '-x' };
    const commit = await publisher.publish(await checkout(), content({ 'a.yaml': 'a: 5\n' }), { options }, git.signal);
    assert.equal(run('rev-parse', 'main'), commit);
  });

  test('signs so that git itself verifies it', {
    skip: hasKeyMaker() ? false : 'there is no ssh-keygen here',
  }, async () => {
    const { publisher, checkout, run } = await prepare();
    const key = join(git.folder, 'signing-key');
    execFileSync('ssh-keygen', ['-q', '-t', 'ed25519', '-N', '', '-f', key]);
    const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: git.folder };
    const sign = await createSshSigner(readFileSync(key, 'utf8'), undefined, program);
    const signed = { ...content({ 'a.yaml': 'a: 2\n' }), sign };
    const commit = (await publisher.publish(await checkout(), signed, {}, git.signal)) ?? '';
    const signers = join(git.folder, 'allowed-signers');
    writeFileSync(signers, `flux@example.org ${readFileSync(`${key}.pub`, 'utf8')}`);
    run('-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', commit);
    assert.throws(() => run('-c', `gpg.ssh.allowedSignersFile=${signers}`, 'verify-commit', `${commit}^`));
  });

  test('says what a server refuses, without the password', async () => {
    const strict = await startGitFixture({
      authorize: async ({ operation }) => (operation === 'read' ? 'allowed' : 'denied'),
    });
    await strict.commit('app.git', {});
    const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: strict.folder };
    const publisher = createGitPublisher({ ...program, cacheFolder: join(strict.folder, 'publish') });
    const remote = { url: `${strict.listener.url}/app.git`, credentials: { username: 'ada', password: 'canary' } };
    const base = await publisher.checkout(
      { remote, reference: { branch: 'main' }, branch: 'main', cache: 'x' },
      strict.signal,
    );
    const attempt = publisher.publish(base, content({ 'a.txt': 'new' }), {}, strict.signal);
    await assert.rejects(attempt, (error: Error & { reason: string }) => {
      assert.equal(error.reason, 'AuthenticationFailed');
      assert.ok(!JSON.stringify([error.message, String(error.cause)]).includes('canary'));
      return true;
    });
    publisher.close();
    await strict.close();
  });

  test('heals a cache that is gone or damaged', async () => {
    const { publisher, checkout, first } = await prepare();
    await checkout();
    await publisher.forget('ns/n');
    assert.equal((await checkout()).head.hash, first);
  });
});
