import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { type SshServer, startSshServer, whyNoSshServer } from './git/ssh-server.ts';
import { createWorkRepository, type WorkRepository } from './git/work-repository.ts';

const source = 'GitRepository/flux-system/app';

suite('a repository behind sshd', { skip: await whyNoSshServer() }, () => {
  let repository: WorkRepository;
  let server: SshServer;
  let stage: SystemStage;

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'app'));
      await repository.commit('Begin', { 'settings.yaml': configMap('settings', { step: '1' }) });
      server = await startSshServer(join(folder, 'ssh'));
      return [];
    });
  });
  after(async () => {
    await server?.command.stop();
    await stage?.close();
  });

  const url = () => `${server.url}${repository.path}`;
  const createSource = () => `create source git app --url=${url()} --branch=main --interval=1m --secret-ref=key`;

  test('is read with the key and the host key of a secret that flux19 makes', async () => {
    const { code, err } = await stage.flux19.try(
      `create secret git key --url=${url()} --private-key-file=${server.keyFile}`,
    );
    assert.equal(code, 0, err);
    assert.match(err, /deploy key: ssh-ed25519 /);
    const data = ((await stage.find('Secret/flux-system/key'))?.['data'] ?? {}) as Record<string, string>;
    assert.deepEqual(Object.keys(data).toSorted(), ['identity', 'identity.pub', 'known_hosts']);
    const [, port] = /:(\d+)$/.exec(server.url) ?? [];
    assert.ok(
      Buffer.from(data['known_hosts'] ?? '', 'base64')
        .toString()
        .startsWith(`[127.0.0.1]:${port} `),
    );
    await stage.flux19.run(`${createSource()} --timeout=20s`);
    const revision = (await repository.git('rev-parse', 'HEAD')).trim();
    assert.equal((await stage.ready(source))?.message, `stored artifact for revision 'main@sha1:${revision}'`);
  });

  test('follows commits', async () => {
    const revision = await repository.commit('Next', { 'settings.yaml': configMap('settings', { step: '2' }) });
    await stage.flux19.run('reconcile source git app --timeout=20s');
    assert.equal((await stage.ready(source))?.message, `stored artifact for revision 'main@sha1:${revision}'`);
  });

  test('is not read when the host has another key than the one that is known', async () => {
    const [, port] = /:(\d+)$/.exec(server.url) ?? [];
    const other = 'AAAAC3NzaC1lZDI1NTE5AAAAIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA';
    const known = Buffer.from(`[127.0.0.1]:${port} ssh-ed25519 ${other}\n`).toString('base64');
    const address = { apiVersion: 'v1', kind: 'Secret', namespace: 'flux-system', name: 'key' };
    await stage
      .client()
      .patch(address, { data: { known_hosts: known } }, { type: 'merge' }, AbortSignal.timeout(10_000));
    const revision = await repository.commit('Unseen', { 'settings.yaml': configMap('settings', { step: '3' }) });
    await stage.flux19.fail('reconcile source git app --timeout=5s');
    const ready = await stage.ready(source);
    assert.equal(ready?.status, 'False');
    assert.match(ready.message, /knownhosts: key mismatch|[Hh]ost key/);
    assert.ok(!JSON.stringify(await stage.find(source)).includes(revision));
  });

  test('is not read with a key that the server does not know', async () => {
    await stage.flux19.run(`create secret git key --url=${url()}`);
    await stage.flux19.fail('reconcile source git app --timeout=5s');
    assert.equal((await stage.ready(source))?.status, 'False');
  });
});
