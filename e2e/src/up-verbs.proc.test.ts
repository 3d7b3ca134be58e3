import assert from 'node:assert/strict';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { configMap } from './clients/manifests.ts';
import { type SystemStage, startSystemStage } from './clients/system-stage.ts';
import { createWorkRepository, type WorkRepository } from './git/work-repository.ts';

suite('flux19 verbs', () => {
  let repository: WorkRepository;
  let stage: SystemStage;
  let url: string;

  before(async () => {
    stage = await startSystemStage(async (folder) => {
      repository = await createWorkRepository(join(folder, 'app'));
      await repository.commit('Begin', { 'deploy/settings.yaml': configMap('settings', { step: '1' }) });
      return [];
    });
    const { git = '', token = '', repositories = '' } = stage.process().addresses;
    await repository.git('init', '--quiet', '--bare', '--initial-branch=main', join(repositories, 'app.git'));
    url = `${git}/app.git`;
    await repository.git('remote', 'add', 'origin', url.replace('//', `//person:${token}@`));
    await repository.git('push', '--quiet', 'origin', 'main');
  });
  after(() => stage?.close());

  test('creates a source and waits until it is fetched', async () => {
    const { code, err, out } = await stage.flux19.try(
      `create source git app --url=${url} --branch=main --interval=10m`,
    );
    assert.equal(code, 0, err);
    assert.match(err, /✔ GitRepository source reconciliation completed\n✔ fetched revision: main@sha1:[0-9a-f]{40}\n$/);
    assert.equal(out, '');
  });

  test('creates a Kustomization and waits until it is applied', async () => {
    const words =
      'create kustomization app --source=GitRepository/app --path=./deploy --prune=true --interval=10m --target-namespace=default';
    const { code, err } = await stage.flux19.try(words);
    assert.equal(code, 0, err);
    assert.match(err, /✔ Kustomization app is ready\n✔ applied revision main@sha1:[0-9a-f]{40}\n$/);
    assert.notEqual(await stage.find('ConfigMap/default/settings'), undefined);
  });

  test('lists what there is in the columns of flux', async () => {
    const revision = (await repository.git('rev-parse', '--short=8', 'HEAD')).trim();
    const sources = await stage.flux19.run('get sources git');
    assert.match(sources, /^NAME\s+REVISION\s+SUSPENDED\s+READY\s+MESSAGE\s*\n/);
    assert.match(
      sources,
      new RegExp(`app\\s+main@sha1:${revision}\\s+False\\s+True\\s+stored artifact for revision 'main@sha1:`),
    );
    assert.match(
      await stage.flux19.run('get kustomizations'),
      /app\s+main@sha1:\w+\s+False\s+True\s+Applied revision: main@sha1:/,
    );
    assert.match(
      await stage.flux19.run('get all -A'),
      /NAMESPACE\s+NAME[\s\S]*gitrepository\/app[\s\S]*kustomization\/app/,
    );
    assert.match(await stage.flux19.fail('get kustomization nobody'), /✗ .*nobody.* not found/);
    assert.match(
      await stage.flux19.run('tree kustomization app'),
      /^Kustomization\/flux-system\/app\n└── ConfigMap\/default\/settings\n+$/,
    );
  });

  test('reconciles at once, with the source when asked to', async () => {
    await repository.commit('Next', { 'deploy/settings.yaml': configMap('settings', { step: '2' }) });
    await repository.git('push', '--quiet', 'origin', 'main');
    const { err } = await stage.flux19.try('reconcile kustomization app --with-source');
    assert.match(err, /► annotating GitRepository app in flux-system namespace\n✔ GitRepository annotated\n/);
    const revision = (await repository.git('rev-parse', 'HEAD')).trim();
    assert.match(err, new RegExp(`✔ applied revision main@sha1:${revision}\n$`));
    assert.deepEqual((await stage.find('ConfigMap/default/settings'))?.['data'], { step: '2' });
  });

  test('suspends and resumes', async () => {
    assert.match(
      (await stage.flux19.try('suspend kustomization app')).err,
      /► suspending kustomization app in flux-system namespace\n✔ kustomization suspended\n/,
    );
    assert.match(await stage.flux19.run('get kustomizations app'), /\sTrue\s+True\s/);
    assert.match(await stage.flux19.fail('reconcile kustomization app'), /✗ resource is suspended/);
    await repository.commit('While suspended', { 'deploy/settings.yaml': configMap('settings', { step: '3' }) });
    await repository.git('push', '--quiet', 'origin', 'main');
    await stage.flux19.run('reconcile source git app');
    assert.deepEqual((await stage.find('ConfigMap/default/settings'))?.['data'], { step: '2' });
    assert.match(
      (await stage.flux19.try('resume kustomization app')).err,
      /✔ kustomization resumed\n[\s\S]*✔ applied revision main@sha1:/,
    );
    assert.deepEqual((await stage.find('ConfigMap/default/settings'))?.['data'], { step: '3' });
  });

  test('tells events, and what manages an object', async () => {
    await eventually(async () => {
      const events = await stage.flux19.run('events --for Kustomization/app');
      assert.match(events, /^LAST SEEN\s+TYPE\s+REASON\s+OBJECT\s+MESSAGE\s*\n/);
      assert.match(events, /Normal\s+ReconciliationSucceeded\s+Kustomization\/app\s+Reconciliation finished in /);
    });
    assert.match(
      await stage.flux19.run('trace settings -n default --api-version=v1 --kind=ConfigMap'),
      /Kustomization:\s+app[\s\S]*GitRepository:\s+app/,
    );
  });

  test('exports what it created, without what the cluster added', async () => {
    const text = await stage.flux19.run('export source git app');
    assert.match(
      text,
      /^---\napiVersion: source\.toolkit\.fluxcd\.io\/v1\nkind: GitRepository\nmetadata:\n[\s\S]* {2}name: app\n {2}namespace: flux-system\nspec:\n/,
    );
    assert.doesNotMatch(text, /status:|uid:/);
    const again = await stage.flux19.run('export kustomization app');
    assert.equal(await stage.flux19.run('export kustomization --all'), again);
    assert.match(
      await stage.flux19.run(`create source git new --url=${url} --branch=main --export`),
      /^---\napiVersion: source/,
    );
  });

  test('tells versions and checks the installation', async () => {
    assert.match(await stage.flux19.run('version --client'), /^flux: v?\d+\.\d+\.\d+/);
    assert.match(await stage.flux19.run('--version'), /^flux19 version \d+\.\d+\.\d+/);
  });

  test('explains itself when the cluster is not there', async () => {
    const { code, err } = await stage.flux19.try('get all --kubeconfig=/nowhere/kubeconfig');
    assert.equal(code, 1);
    assert.match(err, /✗ .*kubeconfig/);
  });

  test('deletes a Kustomization and what it applied', async () => {
    assert.match((await stage.flux19.try('delete kustomization app --silent')).err, /✔ kustomization deleted\n/);
    await eventually(async () => assert.equal(await stage.find('ConfigMap/default/settings'), undefined));
    await stage.flux19.run('delete source git app --silent');
    await eventually(async () => assert.equal(await stage.find('GitRepository/flux-system/app'), undefined));
  });
});
