import assert from 'node:assert/strict';
import { symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap, deployment } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository, type WorkRepository } from './git/work-repository.ts';

const root = 'Kustomization/flux-system/flux-system';
const cluster = 'clusters/production';

suite('flux19 up --repo', () => {
  let repository: WorkRepository;
  let stage: SystemStage;

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'fleet'));
      await repository.commit('Begin', {
        [`${cluster}/settings.yaml`]: inDefault('settings', { step: '1' }),
        [`${cluster}/web.yaml`]: deployment(1).replace('name: web\n', 'name: web\n  namespace: default\n'),
        'other/not-this-cluster.yaml': inDefault('other', {}),
      });
      return ['--repo', repository.path, '--path', cluster];
    });
  });
  after(() => stage?.close());

  const inDefault = (name: string, data: Readonly<Record<string, string>>): string =>
    configMap(name, data).replace('"metadata":{', '"metadata":{"namespace":"default",');
  const step = async () => ((await stage.find('ConfigMap/default/settings'))?.['data'] as { step: string })?.step;
  const applied = (revision: string) =>
    eventually(async () => {
      const ready = await stage.ready(root);
      assert.equal(ready?.message, `Applied revision: main@sha1:${revision}`);
      assert.equal(ready.status, 'True');
    });

  test('applies the folder of the cluster, and only that', async () => {
    await applied((await repository.git('rev-parse', 'HEAD')).trim());
    assert.equal(await step(), '1');
    assert.equal(await stage.find('ConfigMap/default/other'), undefined);
    await eventually(async () => {
      const status = (await stage.find('Deployment/default/web'))?.['status'] as { readyReplicas?: number };
      assert.equal(status.readyReplicas, 1);
    });
  });

  test('follows commits, additions and removals', async () => {
    await repository.commit('Change', { [`${cluster}/settings.yaml`]: inDefault('settings', { step: '2' }) });
    await eventually(async () => assert.equal(await step(), '2'));
    await repository.commit('Add', { [`${cluster}/more.yaml`]: inDefault('more', {}) });
    await eventually(async () => assert.notEqual(await stage.find('ConfigMap/default/more'), undefined));
    await repository.commit('Remove', { [`${cluster}/more.yaml`]: undefined });
    await eventually(async () => assert.equal(await stage.find('ConfigMap/default/more'), undefined));
  });

  test('puts back what somebody deleted', async () => {
    const before = await stage.find('ConfigMap/default/settings');
    const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'settings' };
    await stage.client().delete(address, {}, AbortSignal.timeout(10_000));
    await stage.flux19.run('reconcile kustomization flux-system');
    await eventually(async () => {
      const now = await stage.find('ConfigMap/default/settings');
      assert.ok(now !== undefined && now.metadata.uid !== before?.metadata.uid);
    });
  });

  test('names file and line of broken YAML, keeps the last good state, and goes on after a revert', async () => {
    const good = await step();
    await repository.commit('Break', {
      [`${cluster}/settings.yaml`]: `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\n   namespace: default\n`,
      [`${cluster}/late.yaml`]: inDefault('late', {}),
    });
    await eventually(async () => {
      const ready = await stage.ready(root);
      assert.equal(ready?.status, 'False');
      assert.equal(ready.reason, 'BuildFailed');
      assert.match(ready.message, /settings\.yaml.*line 5|settings\.yaml:5/);
    });
    assert.equal(await step(), good);
    assert.equal(await stage.find('ConfigMap/default/late'), undefined);
    await stage.process().command.errMatching(/not valid YAML/);
    await repository.git('revert', '--no-edit', 'HEAD');
    await applied((await repository.git('rev-parse', 'HEAD')).trim());
  });

  test('says which object the API server refuses, and keeps the last good state', async () => {
    await repository.commit('Ask for too few', {
      [`${cluster}/web.yaml`]: deployment(-1).replace('name: web\n', 'name: web\n  namespace: default\n'),
    });
    await eventually(async () => {
      const ready = await stage.ready(root);
      assert.equal(ready?.status, 'False');
      assert.match(ready.message, /Deployment\/default\/web dry-run failed \(Invalid\)/);
      assert.match(ready.message, /spec\.replicas: Invalid value: -1/);
    });
    await repository.git('revert', '--no-edit', 'HEAD');
    await applied((await repository.git('rev-parse', 'HEAD')).trim());
  });

  test('refuses a path that leaves the repository, by name and by link', async () => {
    const create = 'create kustomization outside --source=GitRepository/flux-system --interval=10m --timeout=3s';
    assert.match(await stage.flux19.fail(`${create} --path=../../../etc`), /path not found|outside|escape/);
    const before = await stage.ready('Kustomization/flux-system/outside');
    assert.equal(before?.status, 'False');
    symlinkSync('/etc', join(repository.path, 'linked'));
    await repository.commit('Link to elsewhere', {});
    await stage.flux19.run('reconcile source git flux-system');
    assert.match(await stage.flux19.fail(`${create} --path=./linked`), /✗/);
    assert.equal((await stage.ready('Kustomization/flux-system/outside'))?.status, 'False');
    await stage.flux19.run('delete kustomization outside --silent');
    await repository.git('revert', '--no-edit', 'HEAD');
    await applied((await repository.git('rev-parse', 'HEAD')).trim());
  });

  test('follows a branch that is pushed with force, and a folder that moves', async () => {
    await repository.git('reset', '--quiet', '--hard', 'HEAD~1');
    const revision = await repository.commit('Other history', {
      [`${cluster}/settings.yaml`]: inDefault('settings', { step: '3' }),
    });
    await applied(revision);
    assert.equal(await step(), '3');
  });
});
