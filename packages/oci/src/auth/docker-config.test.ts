import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { dockerConfigCredentials } from './docker-config.ts';

const { signal } = new AbortController();

function config(...names: readonly string[]): string {
  const entries = names.map((name) => [name, { username: name, password: 'p' }]);
  return JSON.stringify({ auths: Object.fromEntries(entries) });
}

async function who(texts: readonly string[], registry: string, repository = 'team/app'): Promise<string | undefined> {
  const found = await dockerConfigCredentials(texts)({ registry, repository }, signal);
  return found?.kind === 'basic' ? found.username : undefined;
}

suite('dockerConfigCredentials', () => {
  test('finds entries by host and port', async () => {
    assert.equal(await who([config('ghcr.io')], 'ghcr.io'), 'ghcr.io');
    assert.equal(await who([config('https://ghcr.io')], 'ghcr.io'), 'https://ghcr.io');
    assert.equal(await who([config('ghcr.io:443')], 'ghcr.io'), undefined);
    assert.equal(await who([config('ghcr.io')], 'evil-ghcr.io'), undefined);
    assert.equal(await who([config('ghcr.io')], 'ghcr.io.evil.test'), undefined);
  });

  test("knows the names of Docker's registry", async () => {
    for (const name of ['https://index.docker.io/v1/', 'docker.io', 'index.docker.io', 'registry-1.docker.io']) {
      assert.equal(await who([config(name)], 'docker.io'), name);
    }
  });

  test('prefers the longest path that the repository lies under', async () => {
    const text = config('ghcr.io', 'ghcr.io/team', 'ghcr.io/team/app', 'ghcr.io/te');
    assert.equal(await who([text], 'ghcr.io'), 'ghcr.io/team/app');
    assert.equal(await who([text], 'ghcr.io', 'team/other'), 'ghcr.io/team');
    assert.equal(await who([text], 'ghcr.io', 'else'), 'ghcr.io');
  });

  test('takes stars for parts of a host, never for several names', async () => {
    assert.equal(await who([config('*.azurecr.io')], 'a.azurecr.io'), '*.azurecr.io');
    assert.equal(await who([config('*.azurecr.io')], 'a.b.azurecr.io'), undefined);
    assert.equal(
      await who([config('*.dkr.ecr.*.amazonaws.com')], '1.dkr.ecr.eu-1.amazonaws.com'),
      '*.dkr.ecr.*.amazonaws.com',
    );
    assert.equal(await who([config('*')], 'evil.test'), undefined);
  });

  test('searches several texts in their order', async () => {
    assert.equal(await who([config('a.test'), config('ghcr.io', 'a.test')], 'ghcr.io'), 'ghcr.io');
  });

  test('reads every form of an entry', async () => {
    const read = (entry: object, wrap = true) => {
      const entries = { 'ghcr.io': entry };
      return dockerConfigCredentials([JSON.stringify(wrap ? { auths: entries } : entries)])(
        { registry: 'ghcr.io' },
        signal,
      );
    };
    const auth = Buffer.from('ada:p:q\0').toString('base64');
    const basic = { kind: 'basic', username: 'ada', password: 'p:q' };
    assert.deepEqual(await read({ auth }), basic);
    assert.deepEqual(await read({ auth }, false), basic);
    assert.deepEqual(await read({ identitytoken: 't', auth }), { kind: 'identityToken', token: 't' });
    assert.deepEqual(await read({ registrytoken: 't' }), { kind: 'registryToken', token: 't' });
    assert.equal(await read({ auth: Buffer.from('nocolon').toString('base64') }), undefined);
    assert.equal(await read({}), undefined);
  });

  test('shows nothing of a text that it cannot read', () => {
    assert.throws(() => dockerConfigCredentials(['{"auths": Canary-secret']), {
      reason: 'AuthenticationFailed',
      message: 'the docker config is no JSON object',
    });
  });
});
