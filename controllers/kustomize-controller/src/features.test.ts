import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { hasReason } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import type { Fleet } from './testing/fleet.ts';
import { becomes, becomesReady, configMap, find, withFleet } from './testing/stories.ts';

const { signal } = new AbortController();
const toolkit = 'kustomize.toolkit.fluxcd.io';

const dataOf = async (fleet: Fleet, name: string): Promise<unknown> => (await find(fleet, 'ConfigMap', name))?.['data'];

function annotated(name: string, annotation: string, data: string): string {
  return `apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: ${name}\n  namespace: default\n  annotations: {${toolkit}/${annotation}}\ndata: {${data}}\n`;
}

async function create(fleet: Fleet, name: string, data: Readonly<Record<string, string>>): Promise<void> {
  const object: KubeObject = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name, namespace: 'default' }, data };
  await fleet.client.create(object, {}, signal);
}

async function remove(fleet: Fleet, name: string): Promise<void> {
  const address = { apiVersion: `${toolkit}/v1`, kind: 'Kustomization', namespace: 'flux-system', name };
  await fleet.client.delete(address, {}, signal);
}

async function goes(fleet: Fleet, name: string): Promise<void> {
  await eventually(() => assert.rejects(fleet.get(name), (thrown) => hasReason(thrown, 'NotFound')));
}

const deployment = (image: string): string =>
  `apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web, namespace: default}\nspec:\n  selector: {matchLabels: {app: web}}\n  template:\n    metadata: {labels: {app: web}}\n    spec: {containers: [{name: web, image: "${image}"}]}\n`;

suite('fields of a Kustomization', () => {
  test('annotations decide what is merged, left alone, taken once, and kept', () =>
    withFleet(async (fleet) => {
      for (const name of ['ignored', 'once', 'merged', 'off']) await create(fleet, name, { own: 'x', key: 'live' });
      await fleet.publish({
        'ignored.yaml': annotated('ignored', 'ssa: Ignore', 'key: git'),
        'once.yaml': annotated('once', 'ssa: ifnotpresent', 'key: git'),
        'new.yaml': annotated('new', 'ssa: IfNotPresent', 'key: git'),
        'merged.yaml': annotated('merged', 'ssa: Merge', 'key: git'),
        'off.yaml': annotated('off', 'reconcile: disabled', 'key: git'),
        'kept.yaml': annotated('kept', 'prune: disabled', 'key: git'),
      });
      await fleet.create('apps');
      await becomesReady(fleet, 'apps');
      assert.deepEqual(await dataOf(fleet, 'ignored'), { own: 'x', key: 'live' });
      assert.deepEqual(await dataOf(fleet, 'once'), { own: 'x', key: 'live' });
      assert.deepEqual(await dataOf(fleet, 'off'), { own: 'x', key: 'live' });
      assert.deepEqual(await dataOf(fleet, 'new'), { key: 'git' });
      assert.deepEqual(await dataOf(fleet, 'merged'), { own: 'x', key: 'git' });
      await becomesReady(fleet, 'apps', await fleet.publish({ 'a.yaml': configMap('a') }));
      assert.deepEqual(await dataOf(fleet, 'kept'), { key: 'git' });
      assert.equal(await dataOf(fleet, 'new'), undefined);
      assert.deepEqual(await dataOf(fleet, 'ignored'), { own: 'x', key: 'live' });
    }));

  test('immutable objects are made anew when that is allowed, by the spec or by an annotation', () =>
    withFleet(async (fleet) => {
      const fixed = (name: string, value: string, annotation = 'note: x'): string =>
        `${annotated(name, annotation, `key: ${value}`)}immutable: true\n`;
      const files = (value: string) => ({
        'plain/a.yaml': fixed('plain', value),
        'noted/a.yaml': fixed('noted', value, 'force: Enabled'),
        'forced/a.yaml': fixed('forced', value),
      });
      await fleet.publish(files('one'));
      await fleet.create('plain', { path: 'plain', retryInterval: '1m' });
      await fleet.create('noted', { path: 'noted' });
      await fleet.create('forced', { path: 'forced', force: true });
      for (const name of ['plain', 'noted', 'forced']) await becomesReady(fleet, name);
      const revision = await fleet.publish(files('two'));
      await becomesReady(fleet, 'noted', revision);
      await becomesReady(fleet, 'forced', revision);
      assert.deepEqual(await dataOf(fleet, 'noted'), { key: 'two' });
      await becomes(
        fleet,
        'plain',
        /^False ReconciliationFailed: ConfigMap\/default\/plain dry-run failed \(Invalid\): .*immutable/,
      );
      assert.deepEqual(await dataOf(fleet, 'plain'), { key: 'one' });
    }));

  test('ignored fields are left to whoever changes them', () =>
    withFleet(async (fleet) => {
      await fleet.publish({ 'a.yaml': configMap('a', { ours: '1', theirs: '1' }) });
      await fleet.create('apps', { ignore: [{ paths: ['/data/theirs'], target: { kind: 'ConfigMap' } }] });
      await becomesReady(fleet, 'apps');
      const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
      await fleet.client.patch(address, { data: { theirs: '2' } }, { type: 'merge' }, signal);
      const revision = await fleet.publish({ 'a.yaml': configMap('a', { ours: '2', theirs: '1' }) });
      await becomesReady(fleet, 'apps', revision);
      assert.deepEqual(await dataOf(fleet, 'a'), { ours: '2', theirs: '2' });
    }));

  test('images, components, names and metadata shape what is built', () =>
    withFleet(async (fleet) => {
      await fleet.publish({
        'app/web.yaml': deployment('web:1'),
        'app/kustomization.yaml': 'resources: [web.yaml]\nimages: [{name: web, newTag: "2"}]\n',
        'parts/label/kustomization.yaml':
          'apiVersion: kustomize.config.k8s.io/v1alpha1\nkind: Component\nlabels: [{pairs: {part: yes-it-is}}]\n',
      });
      await fleet.create('apps', {
        path: './app',
        namePrefix: 'my-',
        nameSuffix: '-v1',
        images: [{ name: 'web', newName: 'registry.example/web', newTag: '3' }],
        components: ['../parts/label', '../parts/missing'],
        ignoreMissingComponents: true,
        buildMetadata: ['originAnnotations'],
      });
      await becomesReady(fleet, 'apps');
      const address = { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'my-web-v1' };
      const live = await fleet.client.get(address, signal);
      assert.equal(live.metadata.labels?.['part'], 'yes-it-is');
      assert.match(live.metadata.annotations?.['config.kubernetes.io/origin'] ?? '', /path: web\.yaml/);
      assert.match(JSON.stringify(live['spec']), /"image":"registry\.example\/web:3"/);
    }));

  test('health is what the expressions of the spec say', () =>
    withFleet(async (fleet) => {
      const expressions = (current: string) => ({
        wait: true,
        timeout: '30s',
        healthCheckExprs: [
          { apiVersion: 'v1', kind: 'ConfigMap', current, failed: "has(data.phase) && data.phase == 'Failed'" },
        ],
      });
      await fleet.publish({
        'good/a.yaml': configMap('good', { phase: 'Ready' }),
        'bad/a.yaml': configMap('bad', { phase: 'Failed' }),
      });
      await fleet.create('good', { path: 'good', ...expressions("data.phase == 'Ready'") });
      await fleet.create('bad', { path: 'bad', ...expressions("data.phase == 'Ready'") });
      await fleet.create('wrong', { path: 'good', ...expressions('data.') });
      await becomesReady(fleet, 'good');
      await becomes(
        fleet,
        'bad',
        /^False HealthCheckFailed: health check failed after .*: failed early due to stalled resources: \[ConfigMap\/default\/bad status: 'Failed'/,
      );
      await becomes(
        fleet,
        'wrong',
        /^False InvalidCELExpression: Reconciliation failed terminally due to configuration error: /,
      );
    }));

  test('the deletion policy decides what stays', () =>
    withFleet(async (fleet) => {
      const policies = {
        mirror: undefined,
        unpruned: undefined,
        orphan: 'Orphan',
        always: 'Delete',
        awaited: 'WaitForTermination',
      } as const;
      const names = Object.keys(policies) as (keyof typeof policies)[];
      await fleet.publish(Object.fromEntries(names.map((name) => [`${name}/a.yaml`, configMap(name)])));
      for (const name of names) {
        const policy = policies[name];
        const prune = name === 'mirror' || name === 'orphan';
        await fleet.create(name, { path: name, prune, ...(policy === undefined ? {} : { deletionPolicy: policy }) });
        await becomesReady(fleet, name);
      }
      for (const name of names) await remove(fleet, name);
      for (const name of names) await goes(fleet, name);
      const left = await Promise.all(
        names.map(async (name) => ((await dataOf(fleet, name)) === undefined ? [] : [name])),
      );
      assert.deepEqual(left.flat(), ['unpruned', 'orphan']);
    }));

  test('a new revision takes over from the health checks of the one before, and that is told', () =>
    withFleet(async (fleet) => {
      const broken = deployment('web:1').replace(
        'metadata: {labels: {app: web}}',
        'metadata: {labels: {app: web}, annotations: {cluster.flux19.dev/simulate: ImagePullBackOff}}',
      );
      await fleet.publish({ 'web.yaml': broken });
      await fleet.create('web', { wait: true, timeout: '5m' });
      await becomes(fleet, 'web', /^Unknown Progressing/);
      await eventually(async () => {
        const { status } = await fleet.get('web');
        assert.match(JSON.stringify(status?.conditions), /Running health checks/);
      });
      await becomesReady(fleet, 'web', await fleet.publish({ 'web.yaml': deployment('web:2') }));
      const canceled = fleet.events.filter(({ reason }) => reason === 'HealthCheckCanceled');
      assert.deepEqual(
        canceled.map(({ message }) => message),
        ['Health checks canceled due to new reconciliation triggered by GitRepository/flux-system/repo'],
      );
    }));

  test('a failure says in the Reconciling condition what was being done', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a.yaml': 'a: [' });
      await fleet.create('apps', { timeout: '1m' });
      await becomes(fleet, 'apps', /^False BuildFailed/);
      const { status } = await fleet.get('apps');
      const reconciling = status?.conditions?.find(({ type }) => type === 'Reconciling');
      assert.equal(reconciling?.reason, 'ProgressingWithRetry');
      assert.equal(reconciling?.message, `Building manifests for revision ${revision} with a timeout of 1m0s`);
    }));

  test('references into other namespaces are refused when that is asked for', () =>
    withFleet(
      async (fleet) => {
        await fleet.createTenant('tenant');
        await fleet.publish({ 'a.yaml': configMap('a') });
        await fleet.create(
          'apps',
          { sourceRef: { kind: 'GitRepository', name: 'repo', namespace: 'flux-system' } },
          'tenant',
        );
        await becomes(
          fleet,
          'apps',
          /^False AccessDenied: can't access 'GitRepository\/flux-system\/repo', cross-namespace references have been blocked$/,
          'tenant',
        );
        const { status } = await fleet.get('apps', 'tenant');
        assert.equal(status?.conditions?.find(({ type }) => type === 'Stalled')?.reason, 'AccessDenied');
        assert.equal(status?.observedGeneration, 1);
      },
      { noCrossNamespaceRefs: true },
    ));
});
