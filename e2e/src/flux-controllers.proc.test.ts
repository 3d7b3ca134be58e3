import assert from 'node:assert/strict';
import { once } from 'node:events';
import { createServer } from 'node:http';
import { after, before, suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { createCommandLine } from './clients/command-line.ts';
import { type ControllersStage, gitAccount, startControllersStage } from './clients/controllers-stage.ts';
import { whyNoKubectl } from './clients/kubectl.ts';
import { configMap, deployment } from './clients/manifests.ts';
import { whyNoPodIdentity } from './clients/pod-identity.ts';
import { referenceControllers } from './reference-clients/programs.ts';
import { referenceClient, whyNoReferenceClient } from './reference-clients/reference-client.ts';

const names = referenceControllers.map(({ name }) => name);
const skip = whyNoReferenceClient(...names) || (await whyNoKubectl()) || (await whyNoPodIdentity());

/** Manifests of Flux objects in the namespace of the installation. */
function fluxObject(type: string, name: string, spec: object): string {
  const [kind = '', ...apiVersion] = type.split(' ').reverse();
  return JSON.stringify({ apiVersion: apiVersion.join(''), kind, metadata: { name, namespace: 'flux-system' }, spec });
}

const source = 'source.toolkit.fluxcd.io/v1';
const image = 'image.toolkit.fluxcd.io/v1';
const notification = 'notification.toolkit.fluxcd.io';
const gitSource = { kind: 'GitRepository', name: 'app' };
const kustomization = (name: string, spec: object): string =>
  fluxObject('kustomize.toolkit.fluxcd.io/v1 Kustomization', name, {
    interval: '1h',
    retryInterval: '1s',
    prune: true,
    wait: true,
    timeout: '20s',
    sourceRef: gitSource,
    ...spec,
  });

suite('the controllers of Flux on the embedded cluster', { skip }, () => {
  let stage: ControllersStage;
  const apply = (...manifests: readonly string[]): Promise<string> =>
    stage.kubectl.run('apply -f -', manifests.join('\n'));
  const field = (object: string, path: string): Promise<string> =>
    stage.kubectl.field(['-n', 'flux-system', 'get', object], path);
  const step = (): Promise<string> => stage.kubectl.field('get configmap settings', '.data.step');
  const isReady = (object: string): Promise<string> =>
    stage.kubectl.run(`-n flux-system wait ${object} --for=condition=Ready --timeout=30s`);

  before(async () => {
    stage = await startControllersStage(names);
    await stage.repository.commit('Begin', {
      'deploy/settings.yaml': configMap('settings', { step: '1' }),
      'deploy/web.yaml': deployment(2),
    });
  });
  after(() => stage?.close());

  test('each becomes the leader of its kind, as its ServiceAccount', async () => {
    for (const name of names) {
      await eventually(async () =>
        assert.notEqual(await field(`lease/${name}-leader-election`, '.spec.holderIdentity'), ''),
      );
    }
  });

  test('sync a repository: fetch, apply, wait for health', async () => {
    await apply(
      fluxObject(`${source} GitRepository`, 'app', {
        url: stage.gitUrl,
        ref: { branch: 'main' },
        interval: '1h',
        secretRef: { name: 'git' },
      }),
      kustomization('app', { path: './deploy', targetNamespace: 'default' }),
    );
    await isReady('kustomization/app');
    assert.equal(await stage.kubectl.field('get deployment web', '.status.readyReplicas'), '2');
    assert.equal(await step(), '1');
    assert.equal(
      await field('kustomization/app', '.status.inventory.entries[*].id'),
      'default_settings__ConfigMap default_web_apps_Deployment',
    );
    assert.match(
      await field('kustomization/app', '.status.conditions[?(@.type=="Healthy")].message'),
      /^Health check passed/,
    );
  });

  test('apply the next commit and prune what it no longer has', async () => {
    await stage.repository.commit('Next', {
      'deploy/settings.yaml': configMap('settings', { step: '2' }),
      'deploy/web.yaml': undefined,
    });
    await stage.reconcile('gitrepository/app');
    await stage.reconcile('kustomization/app');
    assert.equal(await step(), '2');
    assert.match(await stage.kubectl.fail('get deployment web'), /not found/);
  });

  test('take back what others changed', async () => {
    await stage.kubectl.run(['patch', 'configmap', 'settings', '--type=merge', '-p', '{"data":{"step":"drifted"}}']);
    await stage.reconcile('kustomization/app');
    assert.equal(await step(), '2');
  });

  test('tell what the server refuses, and recover', async () => {
    const old = configMap('settings', { step: '2' });
    await stage.repository.commit('Break', {
      'deploy/settings.yaml': old.replace(/"?step"?: ?"2"/, '"step": {"a": 1}'),
    });
    await stage.reconcile('gitrepository/app');
    await stage.reconcile('kustomization/app', 'Ready=False');
    assert.match(
      await field('kustomization/app', '.status.conditions[?(@.type=="Ready")].message'),
      /^ConfigMap\/default\/settings dry-run failed: failed to create typed patch object .*\.data\.step: expected string, got &value\.valueUnstructured/,
    );
    await stage.repository.commit('Mend', { 'deploy/settings.yaml': configMap('settings', { step: '3' }) });
    await stage.reconcile('gitrepository/app');
    await stage.reconcile('kustomization/app');
    assert.equal(await step(), '3');
  });

  test('wait for dependencies, and start when these are ready', async () => {
    await stage.repository.commit('Two', { 'second/two.yaml': configMap('two', { a: 'b' }) });
    await stage.reconcile('gitrepository/app');
    await apply(
      kustomization('second', { path: './second', targetNamespace: 'default', dependsOn: [{ name: 'first' }] }),
    );
    await eventually(async () =>
      assert.match(
        await field('kustomization/second', '.status.conditions[?(@.type=="Ready")].reason'),
        /DependencyNotReady/,
      ),
    );
    await apply(kustomization('first', { path: './second', targetNamespace: 'default' }));
    await isReady('kustomization/first');
    await stage.reconcile('kustomization/second');
  });

  test('act for a tenant with the rights of its ServiceAccount', async () => {
    await stage.kubectl.run('create namespace team');
    await stage.kubectl.run('-n flux-system create serviceaccount tenant');
    await apply(kustomization('tenant', { path: './second', targetNamespace: 'team', serviceAccountName: 'tenant' }));
    const message = '.status.conditions[?(@.type=="Ready")].message';
    await eventually(async () =>
      assert.match(
        await field('kustomization/tenant', message),
        /^ConfigMap\/team\/two dry-run failed \(Forbidden\): configmaps "two" is forbidden: User "system:serviceaccount:flux-system:tenant" cannot patch resource "configmaps" in API group "" in the namespace "team"/,
      ),
    );
    await stage.kubectl.run('-n team create rolebinding tenant --clusterrole=edit --serviceaccount=flux-system:tenant');
    await stage.reconcile('kustomization/tenant');
    assert.equal(await stage.kubectl.field('-n team get configmap two', '.data.a'), 'b');
  });

  test('hand leadership over when one is restarted', async () => {
    const holder = () => field('lease/kustomize-controller-leader-election', '.spec.holderIdentity');
    const before = await holder();
    await stage.controllers.restart('kustomize-controller');
    await eventually(async () => {
      const now = await holder();
      assert.ok(now !== '' && now !== before, now);
    }, 30_000);
    await stage.repository.commit('After', { 'deploy/settings.yaml': configMap('settings', { step: '4' }) });
    await stage.reconcile('gitrepository/app');
    await eventually(async () => assert.equal(await step(), '4'), 30_000);
  });

  test('send alerts and take webhooks', async () => {
    const told: string[] = [];
    const chat = createServer((request, response) => {
      request
        .setEncoding('utf8')
        .on('data', (text: string) => told.push(text))
        .on('end', () => response.end());
    }).listen(0, '127.0.0.1');
    await once(chat, 'listening');
    const address = chat.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    try {
      await stage.kubectl.run('-n flux-system create secret generic hook --from-literal=token=secret');
      await apply(
        fluxObject(`${notification}/v1beta3 Provider`, 'chat', {
          type: 'generic',
          address: `http://127.0.0.1:${port}/`,
        }),
        fluxObject(`${notification}/v1beta3 Alert`, 'all', {
          providerRef: { name: 'chat' },
          eventSources: [{ kind: 'Kustomization', name: '*' }],
        }),
        fluxObject(`${notification}/v1 Receiver`, 'hook', {
          type: 'generic',
          secretRef: { name: 'hook' },
          resources: [{ kind: 'GitRepository', name: 'app' }],
        }),
      );
      await isReady('receiver/hook');
      await stage.repository.commit('Told', { 'deploy/settings.yaml': configMap('settings', { step: '5' }) });
      const path = await field('receiver/hook', '.status.webhookPath');
      const answer = await fetch(`${stage.controllers.receivers}${path}`, { method: 'POST', body: '{}' });
      assert.equal(answer.status, 200);
      await eventually(async () => assert.equal(await step(), '5'), 30_000);
      await eventually(async () => assert.match(told.join(''), /ConfigMap\/default\/settings configured/), 30_000);
    } finally {
      chat.close();
    }
  });

  test('find a new image and commit it', async () => {
    const push = (tag: string): Promise<string> =>
      stage.flux19.run([
        ...['push', 'artifact', `oci://${stage.registry}/web:${tag}`, `--path=${stage.repository.path}/deploy`],
        ...['--source=test', `--revision=${tag}`, '--insecure-registry'],
      ]);
    await push('1.0.0');
    await push('1.1.0');
    const marker = '# {"$imagepolicy": "flux-system:web:tag"}';
    await stage.repository.commit('Image', {
      'deploy/settings.yaml': `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: settings\ndata:\n  step: 1.0.0 ${marker}\n`,
    });
    // A policy without tags waits for some seconds before it looks again.
    await apply(
      fluxObject(`${image} ImageRepository`, 'web', { image: `${stage.registry}/web`, interval: '1h', insecure: true }),
    );
    await isReady('imagerepository/web');
    await apply(
      fluxObject(`${image} ImagePolicy`, 'web', {
        imageRepositoryRef: { name: 'web' },
        policy: { semver: { range: '1.x' } },
      }),
      fluxObject(`${image} ImageUpdateAutomation`, 'web', {
        interval: '1h',
        sourceRef: gitSource,
        git: { commit: { author: { email: 'bot@example.com', name: 'bot' } }, push: { branch: 'main' } },
        update: { path: './deploy' },
      }),
    );
    await isReady('imagepolicy/web');
    await stage.reconcile('imageupdateautomation/web');
    assert.match(await stage.repository.git('show', 'main:deploy/settings.yaml'), /step: 1\.1\.0 #/);
    await stage.reconcile('gitrepository/app');
    await stage.reconcile('kustomization/app');
    assert.equal(await step(), '1.1.0');
  });

  test('release a chart', async () => {
    await stage.repository.commit('Chart', {
      'chart/Chart.yaml': 'apiVersion: v2\nname: greeting\nversion: 1.0.0\n',
      'chart/values.yaml': 'text: hello\n',
      'chart/templates/map.yaml':
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: {{ .Release.Name }}\ndata:\n  text: {{ .Values.text }}\n',
    });
    await stage.reconcile('gitrepository/app');
    await apply(
      fluxObject('helm.toolkit.fluxcd.io/v2 HelmRelease', 'greeting', {
        interval: '1h',
        targetNamespace: 'default',
        releaseName: 'greeting',
        chart: { spec: { chart: './chart', sourceRef: gitSource } },
        values: { text: 'hi' },
      }),
    );
    await isReady('helmrelease/greeting');
    assert.equal(await stage.kubectl.field('get configmap greeting', '.data.text'), 'hi');
    await stage.kubectl.run('-n flux-system delete helmrelease greeting --timeout=30s');
    assert.match(await stage.kubectl.fail('get configmap greeting'), /not found/);
  });

  test('delete what they applied with a Kustomization', async () => {
    await stage.kubectl.run('-n flux-system delete kustomization app second first tenant --timeout=30s');
    assert.match(await stage.kubectl.fail('get configmap settings'), /not found/);
  });

  test('are bootstrapped by the flux command, and sync themselves from git', {
    skip: whyNoReferenceClient('flux'),
  }, async () => {
    const flux = createCommandLine([referenceClient('flux')], stage.place);
    const { username, password } = gitAccount;
    await flux.run([
      ...['bootstrap', 'git', `--url=${stage.gitUrl}`, '--branch=main', '--path=clusters/dev', '--timeout=25s'],
      ...[`--username=${username}`, `--password=${password}`, '--token-auth', '--allow-insecure-http'],
    ]);
    assert.match(
      await stage.repository.git('show', 'main:clusters/dev/flux-system/gotk-sync.yaml'),
      /kind: Kustomization/,
    );
    assert.match(
      await field('kustomization/flux-system', '.status.inventory.entries[*].id'),
      /flux-system_kustomize-controller_apps_Deployment/,
    );
    const { err } = await flux.try('reconcile kustomization flux-system --with-source');
    assert.match(err, /✔ applied revision main@sha1:[0-9a-f]{40}\n$/);
    assert.match((await flux.try('check')).err, /✔ all checks passed/);
    await flux.run('uninstall --silent --timeout=25s');
    assert.match(await stage.kubectl.fail('get namespace flux-system'), /not found/);
  });

  test('meet no error of the server', () => {
    for (const name of names) {
      const said = stage.controllers.command(name).err() + stage.controllers.command(name).out();
      assert.doesNotMatch(said, /the server could not|failed to (list|watch)|unknown \(get|reflector.*(error|failed)/i);
    }
  });
});
