import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ApiError } from '@flux19/kube';
import { eventually } from '@flux19/ports';
import { conditionText } from './testing/fleet.ts';
import { becomesReady, configMap, find, withFleet } from './testing/stories.ts';

const { signal } = new AbortController();

const ready = becomesReady;

suite('kustomize-controller', () => {
  test('applies what the source holds, and records it', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a.yaml': configMap('a') });
      await fleet.create('apps');
      await ready(fleet, 'apps', revision);
      const live = await find(fleet, 'ConfigMap', 'a');
      assert.deepEqual(live?.metadata.labels, {
        'kustomize.toolkit.fluxcd.io/name': 'apps',
        'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
      });
      const { status, metadata } = await fleet.get('apps');
      assert.deepEqual(metadata.finalizers, ['finalizers.fluxcd.io']);
      assert.deepEqual(status?.inventory?.entries, [{ id: 'default_a__ConfigMap', v: 'v1' }]);
      assert.equal(status?.lastAppliedRevision, revision);
      assert.equal(status?.lastAttemptedRevision, revision);
      assert.equal(status?.observedGeneration, 1);
      assert.equal(status?.history?.[0]?.lastReconciledStatus, 'ReconciliationSucceeded');
      assert.deepEqual(
        status?.conditions?.map(({ type }) => type),
        ['Ready'],
      );
      await eventually(() =>
        assert.deepEqual(
          fleet.events.map(({ reason, message }) => `${reason}: ${message.replace(/in [^,]*,/, 'in T,')}`),
          [
            'Progressing: ConfigMap/default/a created',
            'ReconciliationSucceeded: Reconciliation finished in T, next run in 10m0s',
          ],
        ),
      );
    }));

  test('follows new revisions, prunes what left, and rolls back', () =>
    withFleet(async (fleet) => {
      const before = { 'a.yaml': configMap('a'), 'b.yaml': configMap('b') };
      await ready(
        fleet,
        'apps',
        await fleet.publish(before).then(async (revision) => {
          await fleet.create('apps');
          return revision;
        }),
      );
      await ready(fleet, 'apps', await fleet.publish({ 'a.yaml': configMap('a', { key: 'new' }) }));
      assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key: 'new' });
      await eventually(async () => assert.equal(await find(fleet, 'ConfigMap', 'b'), undefined));
      await ready(fleet, 'apps', await fleet.publish(before));
      assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key: 'value' });
      assert.notEqual(await find(fleet, 'ConfigMap', 'b'), undefined);
    }));

  test('records a new revision that brings the same files', () =>
    withFleet(async (fleet) => {
      const files = { 'a.yaml': configMap('a') };
      await fleet.publish(files);
      await fleet.create('apps');
      await ready(fleet, 'apps', await fleet.publish(files));
      await ready(fleet, 'apps', await fleet.publish(files));
    }));

  test('makes a deleted object again, and takes back an edit when asked to reconcile', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a.yaml': configMap('a') });
      await fleet.create('apps');
      await ready(fleet, 'apps', revision);
      const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
      await fleet.client.delete(address, {}, signal);
      await eventually(async () => assert.notEqual(await find(fleet, 'ConfigMap', 'a'), undefined));
      await fleet.client.patch(address, { data: { key: 'edited' } }, { type: 'merge' }, signal);
      const apps = {
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        namespace: 'flux-system',
        name: 'apps',
      };
      const annotations = { 'reconcile.fluxcd.io/requestedAt': 'now' };
      await fleet.client.patch(apps, { metadata: { annotations } }, { type: 'merge' }, signal);
      await eventually(async () => {
        assert.equal((await fleet.get('apps')).status?.lastHandledReconcileAt, 'now');
        assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key: 'value' });
      });
    }));

  test('reports a broken manifest with its file and line, and leaves the last good state', () =>
    withFleet(async (fleet) => {
      const good = await fleet.publish({ 'a.yaml': configMap('a') });
      await fleet.create('apps');
      await ready(fleet, 'apps', good);
      const broken = await fleet.publish({ 'a.yaml': 'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: [a\n' });
      await eventually(async () =>
        assert.match(conditionText(await fleet.get('apps')), /^False BuildFailed: .*a\.yaml/s),
      );
      const { status } = await fleet.get('apps');
      assert.match(conditionText(await fleet.get('apps')), /line \d|a\.yaml:\d/);
      assert.equal(status?.lastAppliedRevision, good);
      assert.equal(status?.lastAttemptedRevision, broken);
      assert.match(conditionText(await fleet.get('apps'), 'Reconciling'), /^True ProgressingWithRetry/);
      assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key: 'value' });
    }));

  test('waits for its dependencies and goes on as soon as they are ready', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'infra/a.yaml': configMap('a'), 'apps/b.yaml': configMap('b') });
      await fleet.create('apps', { path: './apps', dependsOn: [{ name: 'infra' }] });
      await eventually(async () =>
        assert.match(
          conditionText(await fleet.get('apps')),
          /^False DependencyNotReady: dependency 'flux-system\/infra' not found/,
        ),
      );
      assert.equal(await find(fleet, 'ConfigMap', 'b'), undefined);
      await fleet.create('infra', { path: './infra' });
      await ready(fleet, 'apps', revision);
    }));

  test('waits for the health of what it applied, without holding up others', () =>
    withFleet(async (fleet) => {
      const deployment = (annotations: string) =>
        `apiVersion: apps/v1\nkind: Deployment\nmetadata:\n  name: web\n  namespace: default\nspec:\n  replicas: 1\n  selector:\n    matchLabels: {app: web}\n  template:\n    metadata:\n      labels: {app: web}\n      annotations: {${annotations}}\n    spec:\n      containers: [{name: web, image: "web:1"}]\n`;
      const broken = await fleet.publish({
        'web/d.yaml': deployment('cluster.flux19.dev/simulate: ImagePullBackOff'),
        'a/a.yaml': configMap('a'),
      });
      await fleet.create('web', { path: './web', wait: true, timeout: '1m' });
      await eventually(async () =>
        assert.equal(
          conditionText(await fleet.get('web'), 'Healthy'),
          `Unknown Progressing: Running health checks for revision ${broken} with a timeout of 1m0s`,
        ),
      );
      await fleet.create('other', { path: './a' });
      await ready(fleet, 'other', broken);
      const repaired = await fleet.publish({ 'web/d.yaml': deployment(''), 'a/a.yaml': configMap('a') });
      await ready(fleet, 'web', repaired);
      assert.match(conditionText(await fleet.get('web'), 'Healthy'), /^True Succeeded: Health check passed in /);
    }));

  test('shapes manifests as its spec says and substitutes variables', () =>
    withFleet(async (fleet) => {
      const values = {
        apiVersion: 'v1',
        kind: 'ConfigMap',
        metadata: { name: 'values', namespace: 'flux-system' },
        data: { region: 'eu', size: 'small' },
      };
      await fleet.client.create(values, {}, signal);
      const manifest =
        'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: a\ndata:\n  where: ${region}-${zone:=a}\n  size: "${size}"\n';
      await fleet.client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'team' } }, {}, signal);
      const revision = await fleet.publish({ 'a.yaml': manifest });
      await fleet.create('apps', {
        targetNamespace: 'team',
        commonMetadata: { labels: { owner: 'team' } },
        patches: [{ patch: '- op: add\n  path: /data/patched\n  value: "yes"\n', target: { kind: 'ConfigMap' } }],
        postBuild: { substitute: { size: 'large' }, substituteFrom: [{ kind: 'ConfigMap', name: 'values' }] },
      });
      await ready(fleet, 'apps', revision);
      const live = await find(fleet, 'ConfigMap', 'a', 'team');
      assert.deepEqual(live?.['data'], { where: 'eu-a', size: 'large', patched: 'yes' });
      assert.equal(live?.metadata.labels?.['owner'], 'team');
    }));

  test('refuses a variable without value, and paths that are not there', () =>
    withFleet(async (fleet) => {
      await fleet.publish({ 'a.yaml': configMap('a', { key: '${missing}' }) });
      await fleet.create('apps', { postBuild: { substitute: { other: 'x' } } });
      await eventually(async () =>
        assert.equal(
          conditionText(await fleet.get('apps')),
          'False BuildFailed: post build failed for \'ConfigMap.v1.[noGrp]/a\': envsubst error: variable substitution failed: variable not set (strict mode): "missing"',
        ),
      );
      await fleet.create('lost', { path: './../../etc' });
      await eventually(async () =>
        assert.equal(
          conditionText(await fleet.get('lost')),
          'False ArtifactFailed: kustomization path not found: stat /etc: no such file or directory',
        ),
      );
    }));

  test('removes what it applied when it is deleted, and leaves it when it is suspended', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a/a.yaml': configMap('a'), 'b/b.yaml': configMap('b') });
      await fleet.create('a', { path: './a' });
      await fleet.create('b', { path: './b' });
      await ready(fleet, 'a', revision);
      await ready(fleet, 'b', revision);
      const address = (name: string) => ({
        apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
        kind: 'Kustomization',
        namespace: 'flux-system',
        name,
      });
      await fleet.client.patch(address('b'), { spec: { suspend: true } }, { type: 'merge' }, signal);
      for (const name of ['a', 'b']) await fleet.client.delete(address(name), {}, signal);
      await eventually(async () => {
        for (const name of ['a', 'b']) {
          await assert.rejects(fleet.get(name), (thrown) => thrown instanceof ApiError && thrown.code === 404);
        }
        assert.equal(await find(fleet, 'ConfigMap', 'a'), undefined);
      });
      assert.notEqual(await find(fleet, 'ConfigMap', 'b'), undefined);
    }));

  test('writes nothing and asks nothing in a pass in which nothing changed', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a.yaml': configMap('a') });
      await fleet.create('apps', { interval: '1s' });
      await ready(fleet, 'apps', revision);
      const before = await fleet.get('apps');
      const live = await find(fleet, 'ConfigMap', 'a');
      await new Promise((done) => setTimeout(done, 2_500));
      assert.deepEqual(await fleet.get('apps'), before);
      assert.deepEqual(await find(fleet, 'ConfigMap', 'a'), live);
    }));
});
