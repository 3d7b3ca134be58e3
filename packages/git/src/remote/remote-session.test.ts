import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { gitEnvironment } from '../process/git-environment.ts';
import type { GitRemote } from './git-remote.ts';
import { openRemoteSession } from './remote-session.ts';

suite('openRemoteSession', () => {
  let temporaryFolder: string;
  before(async () => {
    temporaryFolder = await mkdtemp(join(tmpdir(), "flux19 it's-"));
  });
  after(() => rm(temporaryFolder, { recursive: true, force: true }));

  const open = (remote: GitRemote) => openRemoteSession(remote, { temporaryFolder, allowLocal: false });

  test('hands credentials over in the environment and follows no redirect with them', async () => {
    const credentials = { username: 'ada', password: 'secret' };
    const session = await open({ url: 'https://example.org/app.git', credentials });
    const settings = new Map(session.settings);
    assert.equal(
      settings.get('http.extraHeader'),
      `Authorization: Basic ${Buffer.from('ada:secret').toString('base64')}`,
    );
    assert.equal(settings.get('http.followRedirects'), 'false');
    assert.ok(session.secrets.includes('secret'));
    await session.dispose();
    assert.deepEqual(readdirSync(temporaryFolder), []);
  });

  test('needs no files and no settings for a public repository', async () => {
    const session = await open({ url: 'https://example.org/app.git' });
    assert.deepEqual(session.settings, []);
    assert.deepEqual(readdirSync(temporaryFolder), []);
    await session.dispose();
  });

  test('keeps keys in files that only their owner reads, and removes them', async () => {
    const credentials = { identity: 'KEY', knownHosts: 'example.org ssh-ed25519 AAAA', password: 'phrase' };
    const session = await open({ url: 'ssh://example.org/app.git', credentials });
    const [name = ''] = readdirSync(temporaryFolder);
    const folder = join(temporaryFolder, name);
    assert.equal(statSync(folder).mode & 0o777, 0o700);
    assert.equal(statSync(join(folder, 'identity')).mode & 0o777, 0o600);
    assert.equal(readFileSync(join(folder, 'identity'), 'utf8'), 'KEY\n');
    const { GIT_SSH_COMMAND: command = '', SSH_ASKPASS: askPass = '' } = session.variables;
    assert.match(command, /'StrictHostKeyChecking=yes'/);
    assert.match(command, /'IdentitiesOnly=yes'/);
    assert.match(command, /^'ssh' '-F' 'none'/);
    assert.ok(!command.includes('phrase') && !JSON.stringify(session.variables).includes('KEY'));
    const { execFileSync } = await import('node:child_process');
    assert.equal(execFileSync(askPass, { encoding: 'utf8' }), 'phrase\n');
    await session.dispose();
    assert.equal(existsSync(folder), false);
  });

  test('puts trust and client certificates into files and the proxy into a setting', async () => {
    const credentials = { certificateAuthority: 'CA', clientCertificate: 'CERT', clientKey: 'CLIENT-KEY' };
    const proxy = { address: 'http://proxy.example.org:3128', username: 'ada', password: 'p@ss' };
    const session = await open({ url: 'https://example.org/app.git', credentials, proxy });
    const settings = new Map(session.settings);
    assert.equal(readFileSync(settings.get('http.sslCAInfo') ?? '', 'utf8'), 'CA');
    assert.equal(readFileSync(settings.get('http.sslKey') ?? '', 'utf8'), 'CLIENT-KEY');
    assert.equal(settings.get('http.proxy'), 'http://ada:p%40ss@proxy.example.org:3128');
    await session.dispose();
  });

  test('refuses what cannot be used, and leaves no file behind', async () => {
    const url = 'ssh://example.org/app.git';
    const identity = 'KEY';
    await assert.rejects(open({ url }), { reason: 'InvalidCredentials' });
    await assert.rejects(open({ url, credentials: { identity } }), { reason: 'InvalidCredentials' });
    const proxy = { address: 'http://proxy' };
    const ssh = { url, credentials: { identity, knownHosts: 'x' }, proxy };
    await assert.rejects(open(ssh), { reason: 'InvalidCredentials' });
    const token = { url: 'https://example.org/x', credentials: { bearerToken: 'a\nX-Injected: 1' } };
    await assert.rejects(open(token), { reason: 'InvalidCredentials' });
    assert.deepEqual(readdirSync(temporaryFolder), []);
  });
});

suite('gitEnvironment', () => {
  test('holds nothing of this process and forbids every scheme that is not named', () => {
    const environment = gitEnvironment({ searchPath: '/bin', home: '/none', protocols: [], settings: [['a.b', 'c']] });
    assert.equal(environment['GIT_ALLOW_PROTOCOL'], 'none');
    assert.equal(environment['GIT_CONFIG_NOSYSTEM'], '1');
    assert.equal(environment['HOME'], '/none');
    assert.ok(Object.values(environment).includes('a.b'));
    for (const name of Object.keys(environment)) assert.match(name, /^(?:PATH|HOME|XDG_CONFIG_HOME|LC_ALL|GIT_\w+)$/);
  });
});
