import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { dockerCredentials } from './docker-credentials.ts';

const { signal } = new AbortController();

suite('dockerCredentials', () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux19-docker-'));
    const script = [
      '#!/bin/sh',
      'read server',
      'case $server in',
      'ghcr.io) echo \'{"ServerURL":"ghcr.io","Username":"ada","Secret":"from helper"}\';;',
      'https://index.docker.io/v1/) echo \'{"Username":"<token>","Secret":"identity"}\';;',
      '*) echo "credentials not found"; exit 1;;',
      'esac',
    ];
    await writeFile(join(folder, 'docker-credential-test'), `${script.join('\n')}\n`, { mode: 0o755 });
  });
  after(() => rm(folder, { recursive: true, force: true }));

  let scenes = 0;
  async function ask(config: object, registry: string) {
    scenes += 1;
    const home = join(folder, `home-${scenes}`);
    await mkdir(join(home, '.docker'), { recursive: true });
    await writeFile(join(home, '.docker/config.json'), JSON.stringify(config));
    const source = await dockerCredentials({ HOME: home, PATH: folder });
    return source({ registry, repository: 'team/app' }, signal);
  }
  const auths = { 'quay.io': { auth: Buffer.from('ada:kept').toString('base64') } };

  test('asks the program that the config names', async () => {
    const helper = { kind: 'basic', username: 'ada', password: 'from helper' };
    assert.deepEqual(await ask({ credHelpers: { 'ghcr.io': 'test' } }, 'ghcr.io'), helper);
    assert.deepEqual(await ask({ credsStore: 'test' }, 'ghcr.io'), helper);
    assert.deepEqual(await ask({ credsStore: 'test' }, 'docker.io'), { kind: 'identityToken', token: 'identity' });
  });

  test('takes what the config keeps when the program has nothing', async () => {
    const kept = { kind: 'basic', username: 'ada', password: 'kept' };
    assert.deepEqual(await ask({ credsStore: 'test', auths }, 'quay.io'), kept);
    assert.deepEqual(await ask({ auths }, 'quay.io'), kept);
    assert.equal(await ask({ credsStore: 'test' }, 'other.test'), undefined);
  });

  test('says which program is missing, and runs none by a path', async () => {
    await assert.rejects(ask({ credsStore: 'absent' }, 'ghcr.io'), {
      reason: 'AuthenticationFailed',
      message: "docker's config names the program docker-credential-absent, which is not installed",
    });
    assert.equal(await ask({ credsStore: '../../bin/sh' }, 'ghcr.io'), undefined);
  });

  test('finds nothing where there is no config', async () => {
    const source = await dockerCredentials({ HOME: join(folder, 'nobody') });
    assert.equal(await source({ registry: 'ghcr.io' }, signal), undefined);
  });
});
