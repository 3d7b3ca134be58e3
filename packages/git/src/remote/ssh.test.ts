import assert from 'node:assert/strict';
import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { userInfo } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { GitCredentials, GitError } from '@flux19/git';
import { type GitFixture, startGitFixture } from '../testing/git-fixture.ts';

const sshd = ['/usr/sbin/sshd', '/usr/local/sbin/sshd'].find((path) => existsSync(path));

/** Comes with ssh. */
const keyMaker = 'ssh-keygen';

suite('git over ssh', { skip: sshd === undefined && 'there is no sshd on this machine' }, () => {
  let git: GitFixture;
  let server: ChildProcess;
  let port: number;
  /** Why the server does not run: some machines miss a folder that only root can make. */
  let refusal: string | undefined;
  let credentials: { identity: string; locked: string; knownHosts: string };

  before(async () => {
    git = await startGitFixture();
    await git.commit('app.git', { changes: new Map([['a', '1']]) });
    const folder = join(git.folder, 'ssh');
    await mkdir(folder, { mode: 0o700 });
    const key = (name: string, passphrase = ''): void => {
      execFileSync(keyMaker, ['-q', '-t', 'ed25519', '-N', passphrase, '-f', join(folder, name)]);
    };
    for (const name of ['host', 'user']) key(name);
    key('locked', 'open sesame');
    const read = (name: string) => readFile(join(folder, name), 'utf8');
    await writeFile(join(folder, 'authorized_keys'), (await read('user.pub')) + (await read('locked.pub')));
    await chmod(join(folder, 'authorized_keys'), 0o600);
    port = await freePort();
    const config = [
      ...[
        `Port ${port}`,
        'ListenAddress 127.0.0.1',
        `HostKey ${join(folder, 'host')}`,
        `PidFile ${join(folder, 'pid')}`,
      ],
      ...[
        `AuthorizedKeysFile ${join(folder, 'authorized_keys')}`,
        'StrictModes no',
        'UsePAM no',
        'PasswordAuthentication no',
      ],
    ];
    await writeFile(join(folder, 'config'), `${config.join('\n')}\n`);
    server = spawn(sshd ?? '', ['-D', '-e', '-f', join(folder, 'config')], { stdio: ['ignore', 'ignore', 'pipe'] });
    refusal = await new Promise<string | undefined>((done) => {
      let said = '';
      server.stderr?.on('data', (text: Buffer) => {
        said += text.toString('utf8');
        if (said.includes('listening')) done(undefined);
      });
      server.once('exit', () => done(`sshd does not start: ${said.trim()}`));
    });
    const [type = '', blob = ''] = (await read('host.pub')).split(' ');
    credentials = {
      identity: await read('user'),
      locked: await read('locked'),
      knownHosts: `[127.0.0.1]:${port} ${type} ${blob}\n`,
    };
  });
  after(async () => {
    server.kill();
    await git.close();
  });

  const resolve = (given: GitCredentials) => {
    const url = `ssh://${userInfo().username}@127.0.0.1:${port}${join(git.folder, 'served', 'app.git')}`;
    return git.client().resolve({ remote: { url, credentials: given }, reference: { branch: 'main' } }, git.signal);
  };

  test('reads with a key, also a locked one', async (context) => {
    if (refusal !== undefined) return context.skip(refusal);
    const { identity, locked, knownHosts } = credentials;
    assert.equal((await resolve({ identity, knownHosts })).reference, 'refs/heads/main');
    assert.equal(
      (await resolve({ identity: locked, knownHosts, password: 'open sesame' })).reference,
      'refs/heads/main',
    );
  });

  test('refuses a server that is not known, or shows another key', async (context) => {
    if (refusal !== undefined) return context.skip(refusal);
    const { identity, knownHosts } = credentials;
    const unknown = knownHosts.replace('127.0.0.1', '127.0.0.2');
    await assert.rejects(resolve({ identity, knownHosts: unknown }), (error: GitError) => error.reason === 'HostKey');
    const other = knownHosts.replace(/AAAA\S+/, (blob) => `${blob.slice(0, -4)}AAAA`);
    await assert.rejects(resolve({ identity, knownHosts: other }), (error: GitError) => error.reason === 'HostKey');
  });

  test('reports a key that the server does not take, or that stays locked', async (context) => {
    if (refusal !== undefined) return context.skip(refusal);
    const { locked, knownHosts } = credentials;
    const fails = (given: GitCredentials) => assert.rejects(resolve(given), { reason: 'AuthenticationFailed' });
    await fails({ identity: locked, knownHosts, password: 'wrong' });
    await fails({ identity: 'no key', knownHosts });
  });
});

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer();
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
