import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { type HttpGitServer, startHttpGitServer } from './git/http-git-server.ts';
import { createWorkRepository, type WorkRepository } from './git/work-repository.ts';

const username = 'person';
const password = 'a-token-that-nobody-guesses';
const source = 'GitRepository/flux-system/app';

suite('a repository behind git http-backend and a password', () => {
  let repository: WorkRepository;
  let server: HttpGitServer;
  let stage: SystemStage;

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'app'));
      await repository.commit('Begin', { 'deploy/settings.yaml': configMap('settings', { step: '1' }) });
      server = await startHttpGitServer({ folder, username, password });
      return [];
    });
  });
  after(async () => {
    await server?.close();
    await stage?.close();
  });

  const createSource = (secret: string) =>
    `create source git app --url=${server.url}/app/.git --branch=main --interval=1m --timeout=5s ${secret}`;
  const createSecret = (given: string) =>
    stage.flux19.run(`create secret git login --url=${server.url} --username=${username} --password=${given}`);

  test('cannot be read without credentials or with wrong ones, and no word of them is told', async () => {
    await stage.flux19.fail(createSource(''));
    const none = await stage.ready(source);
    assert.equal(none?.reason, 'GitOperationFailed');
    assert.match(none?.message ?? '', /failed to checkout and determine revision: .*(authentication required|401)/i);
    await createSecret('a-wrong-token');
    await stage.flux19.fail(createSource('--secret-ref=login'));
    const wrong = await stage.ready(source);
    assert.equal(wrong?.status, 'False');
    const everything = `${JSON.stringify(await stage.find(source))}${await stage.flux19.run('events -A')}${stage.process().command.err()}`;
    assert.ok(!everything.includes('a-wrong-token'));
    assert.ok(!everything.includes(Buffer.from(`${username}:a-wrong-token`).toString('base64')));
  });

  test('is read as soon as the secret is right', async () => {
    await createSecret(password);
    await stage.flux19.run('reconcile source git app --timeout=20s');
    assert.equal((await stage.ready(source))?.status, 'True');
    const words = 'create kustomization app --source=GitRepository/app --path=./deploy --prune=true --interval=1m';
    await stage.flux19.run(`${words} --target-namespace=default`);
    assert.notEqual(await stage.find('ConfigMap/default/settings'), undefined);
  });

  test('keeps the last good state while the server is down, and catches up when it is back', async () => {
    await server.close();
    const down = await stage.flux19.fail('reconcile source git app --timeout=5s');
    assert.match(down, /✗/);
    await eventually(async () => assert.equal((await stage.ready(source))?.reason, 'GitOperationFailed'), 20_000);
    assert.match(await stage.flux19.run('get kustomizations app'), /True\s+Applied revision/);
    assert.notEqual(await stage.find('ConfigMap/default/settings'), undefined);
    const revision = await repository.commit('Meanwhile', {
      'deploy/settings.yaml': configMap('settings', { step: '2' }),
    });
    await server.open();
    // It tries again by itself, sooner than its interval: that is what the backoff is for.
    await eventually(async () => {
      assert.match((await stage.ready(source))?.message ?? '', new RegExp(revision));
      assert.deepEqual((await stage.find('ConfigMap/default/settings'))?.['data'], { step: '2' });
    }, 30_000);
  });
});
