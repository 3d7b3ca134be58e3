import assert from 'node:assert/strict';
import { afterEach, beforeEach, suite, test } from 'node:test';
import { ApplyError, inventoryOf, prepareObjects } from '@flux19/apply';
import { addressOf } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { configMap, namespace, owner, startTestTarget, type TestTarget } from '../testing/test-target.ts';

const widgets: KubeObject = {
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: 'widgets.example.com' },
  spec: {
    group: 'example.com',
    scope: 'Namespaced',
    names: { plural: 'widgets', singular: 'widget', kind: 'Widget', listKind: 'WidgetList' },
    versions: [
      {
        name: 'v1',
        served: true,
        storage: true,
        schema: {
          openAPIV3Schema: {
            type: 'object',
            properties: {
              spec: {
                type: 'object',
                properties: { size: { type: 'integer' } },
                'x-kubernetes-validations': [{ rule: 'self == oldSelf', message: 'spec is immutable' }],
              },
            },
          },
        },
      },
    ],
  },
};
const widget = (size: number, metadata = {}): KubeObject => ({
  apiVersion: 'example.com/v1',
  kind: 'Widget',
  metadata: { name: 'w', namespace: 'default', ...metadata },
  spec: { size },
});

suite('Applier', () => {
  let target: TestTarget;
  beforeEach(() => {
    target = startTestTarget();
  });
  afterEach(() => target.close());

  const edit = (name: string, patch: Record<string, unknown>, fieldManager = 'somebody') =>
    target.client.patch(addressOf(configMap(name)), patch as never, { type: 'merge', fieldManager }, target.signal);

  test('creates what is not there, namespaces first, with the labels of the owner', async () => {
    const inside = configMap('a', { k: 'v' }, { namespace: 'team' });
    assert.equal(await target.apply([inside, namespace('team')]), 'Namespace/team created\nConfigMap/team/a created');
    const live = await target.get('v1', 'ConfigMap', 'a', 'team');
    assert.deepEqual(live?.metadata.labels, {
      'kustomize.toolkit.fluxcd.io/name': 'apps',
      'kustomize.toolkit.fluxcd.io/namespace': 'flux-system',
    });
    const [entry] = live?.metadata.managedFields ?? [];
    assert.deepEqual([entry?.manager, entry?.operation], ['kustomize-controller', 'Apply']);
  });

  test('asks nothing of the server when nothing has changed on either side', async () => {
    const objects = [namespace('team'), configMap('a', { k: 'v' })];
    await target.apply(objects);
    target.take();
    assert.equal(await target.apply(objects), 'Namespace/team unchanged\nConfigMap/default/a unchanged');
    assert.deepEqual(target.take(), []);
  });

  test('corrects what somebody else has changed, and only that', async () => {
    await target.apply([configMap('a', { k: 'v' }), configMap('b', { k: 'v' })]);
    await target.caughtUp(await edit('a', { data: { k: 'other', more: 'x' } }));
    assert.equal(
      await target.apply([configMap('a', { k: 'v' }), configMap('b', { k: 'v' })]),
      'ConfigMap/default/a configured\nConfigMap/default/b unchanged',
    );
    assert.deepEqual((await target.get('v1', 'ConfigMap', 'a', 'default'))?.['data'], { k: 'v', more: 'x' });
  });

  test('makes anew what somebody else has deleted', async () => {
    await target.apply([configMap('a')]);
    await target.client.delete(addressOf(configMap('a')), {}, target.signal);
    const deadline = Date.now() + 5000;
    let done = '';
    while (done !== 'ConfigMap/default/a created' && Date.now() < deadline) done = await target.apply([configMap('a')]);
    assert.equal(done, 'ConfigMap/default/a created');
  });

  test('finds no work after a restart, and writes nothing', async () => {
    await target.apply([configMap('a', { k: 'v' })]);
    const again = startAgain(target);
    target.take();
    assert.equal(await again([configMap('a', { k: 'v' })]), 'unchanged');
    assert.ok(target.take().every((request) => request.startsWith('GET') || request.endsWith('dryRun')));
  });

  test('takes over what kubectl has changed, and removes its copy of the last apply', async () => {
    await target.apply([configMap('a', { k: 'v' })]);
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}' };
    await target.caughtUp(
      await edit('a', { metadata: { annotations }, data: { more: 'x' } }, 'kubectl-client-side-apply'),
    );
    assert.equal(await target.apply([configMap('a', { k: 'v' })]), 'ConfigMap/default/a configured');
    const live = await target.get('v1', 'ConfigMap', 'a', 'default');
    assert.deepEqual([live?.['data'], live?.metadata.annotations], [{ k: 'v' }, undefined]);
    assert.deepEqual(
      live?.metadata.managedFields?.map((entry) => entry.manager),
      ['kustomize-controller'],
    );
  });

  test('moves managed fields to the version that is applied, when it is asked to', async () => {
    await target.apply([configMap('a', { k: 'v' })]);
    const entries = (await target.get('v1', 'ConfigMap', 'a', 'default'))?.metadata.managedFields ?? [];
    const managedFields = entries.map((entry) => ({ ...entry, apiVersion: 'v1beta1' }));
    const patch = [{ op: 'replace', path: '/metadata/managedFields', value: managedFields }] as never;
    await target.caughtUp(await target.client.patch(addressOf(configMap('a')), patch, { type: 'json' }, target.signal));
    await target.apply([configMap('a', { k: 'w' })], { migrateApiVersion: true });
    const after = (await target.get('v1', 'ConfigMap', 'a', 'default'))?.metadata.managedFields ?? [];
    assert.deepEqual(new Set(after.map((entry) => entry.apiVersion)), new Set(['v1']));
  });

  test('leaves the fields of others alone when the object asks for it', async () => {
    const merge = configMap('a', { k: 'v' }, { annotations: { 'kustomize.toolkit.fluxcd.io/ssa': 'merge' } });
    await target.apply([merge]);
    await target.caughtUp(await edit('a', { data: { more: 'x' } }, 'kubectl-edit'));
    await target.apply([merge]);
    assert.deepEqual((await target.get('v1', 'ConfigMap', 'a', 'default'))?.['data'], { k: 'v', more: 'x' });
  });

  test('skips what opted out, be it here or in the cluster', async () => {
    const annotations = (key: string, value: string) => ({
      annotations: { [`kustomize.toolkit.fluxcd.io/${key}`]: value },
    });
    assert.equal(await target.apply([configMap('a', {}, annotations('ssa', 'Ignore'))]), 'ConfigMap/default/a skipped');
    assert.equal(await target.get('v1', 'ConfigMap', 'a', 'default'), undefined);
    await target.apply([configMap('b', { k: 'v' })]);
    await target.caughtUp(await edit('b', { metadata: annotations('reconcile', 'disabled'), data: { k: 'kept' } }));
    assert.equal(await target.apply([configMap('b', { k: 'v' })]), 'ConfigMap/default/b skipped');
    assert.deepEqual((await target.get('v1', 'ConfigMap', 'b', 'default'))?.['data'], { k: 'kept' });
    const once = configMap('c', { k: 'v' }, annotations('ssa', 'IfNotPresent'));
    assert.equal(await target.apply([once]), 'ConfigMap/default/c created');
    assert.equal(await target.apply([{ ...once, data: { k: 'new' } }]), 'ConfigMap/default/c skipped');
  });

  test('applies none of a stage when one of its objects fails', async () => {
    await target.applier.applyAndWait([widgets], { owner }, target.signal);
    const bad = { ...widget(1), spec: { size: 'large' } };
    await assert.rejects(target.apply([configMap('a'), bad]), (thrown) => {
      assert.ok(thrown instanceof ApplyError);
      assert.equal(
        thrown.message,
        'Widget/default/w dry-run failed: failed to create typed patch object (default/w; example.com/v1, Kind=Widget): .spec.size: expected numeric (int or float), got string',
      );
      assert.deepEqual(thrown.object, { group: 'example.com', kind: 'Widget', namespace: 'default', name: 'w' });
      return true;
    });
    assert.equal(await target.get('v1', 'ConfigMap', 'a', 'default'), undefined);
  });

  test('says what is missing when there is no namespace or no such kind', async () => {
    await assert.rejects(target.apply([configMap('a', {}, { namespace: 'absent' })]), {
      message: 'ConfigMap/absent/a not found: namespaces "absent" not found',
    });
    const { namespace: _, ...metadata } = configMap('a').metadata;
    await assert.rejects(
      target.apply([{ ...configMap('a'), metadata }]),
      /^ApplyError: ConfigMap\/a namespace not specified: /,
    );
    await assert.rejects(target.apply([widget(1)]), {
      message: 'Widget/default/w dry-run failed: no matches for kind "Widget" in version "example.com/v1"',
    });
  });

  test('does not print the values of a Secret in an error', async () => {
    const secret = {
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default' },
      data: { password: 'no base64: hunter2' },
    };
    await assert.rejects(
      target.apply([secret]),
      (thrown) => thrown instanceof ApplyError && !thrown.message.includes('hunter2'),
    );
  });

  test('waits for definitions before it applies what they define, without holding the caller', async () => {
    let outcome = await target.applier.apply(prepareObjects([widget(1), widgets], owner), { owner }, target.signal);
    const deadline = Date.now() + 5000;
    while (outcome.kind === 'waiting' && Date.now() < deadline) {
      assert.deepEqual(
        outcome.waitingFor.map((object) => object.metadata.name),
        ['widgets.example.com'],
      );
      outcome = await target.applier.apply(prepareObjects([widget(1), widgets], owner), { owner }, target.signal);
    }
    assert.equal(outcome.kind, 'applied');
    assert.ok(outcome.changes.some((change) => change.object.kind === 'Widget' && change.action === 'created'));
  });

  test('makes anew what cannot be changed, only when it may', async () => {
    await target.applier.applyAndWait(prepareObjects([widget(1), widgets], owner), { owner }, target.signal);
    const before = await target.get('example.com/v1', 'Widget', 'w', 'default');
    await assert.rejects(
      target.apply([widget(2)]),
      /Widget\/default\/w dry-run failed \(Invalid\): .*spec is immutable/,
    );
    assert.equal(
      await target.apply([widget(2, { annotations: { 'kustomize.toolkit.fluxcd.io/force': 'enabled' } })]),
      'Widget/default/w created',
    );
    const after = await target.get('example.com/v1', 'Widget', 'w', 'default');
    assert.notEqual(after?.metadata.uid, before?.metadata.uid);
    assert.equal(await target.apply([widget(3)], { force: true }), 'Widget/default/w created');
  });

  test('takes no change of an ignored field for drift, and keeps it when it has to apply', async () => {
    const ignoreRules = [{ paths: ['/data/replicas'], target: { kind: 'Config.*' } }];
    await target.apply([configMap('a', { k: 'v', replicas: '1' })], { ignoreRules });
    await target.caughtUp(await edit('a', { data: { replicas: '5' } }));
    assert.equal(
      await target.apply([configMap('a', { k: 'v', replicas: '1' })], { ignoreRules }),
      'ConfigMap/default/a unchanged',
    );
    assert.equal(
      await target.apply([configMap('a', { k: 'w', replicas: '1' })], { ignoreRules }),
      'ConfigMap/default/a configured',
    );
    assert.deepEqual((await target.get('v1', 'ConfigMap', 'a', 'default'))?.['data'], { k: 'w', replicas: '5' });
  });

  test('shows a difference without the values of Secrets', async () => {
    const secret = (value: string): KubeObject => ({
      apiVersion: 'v1',
      kind: 'Secret',
      metadata: { name: 's', namespace: 'default' },
      stringData: { password: value, user: 'jane' },
    });
    const [first] = prepareObjects([secret('one')], owner);
    const [second] = prepareObjects([secret('two')], owner);
    assert.ok(first !== undefined && second !== undefined);
    assert.deepEqual(await target.applier.diff(first, { owner }, target.signal), { action: 'created' });
    await target.apply([secret('one')]);
    assert.deepEqual(await target.applier.diff(first, { owner }, target.signal), { action: 'unchanged' });
    const { action, live, merged } = await target.applier.diff(second, { owner }, target.signal);
    assert.equal(action, 'configured');
    assert.deepEqual(live?.['data'], { password: '*** (before)', user: '***' });
    assert.deepEqual(merged?.['data'], { password: '*** (after)', user: '***' });
  });

  test('prunes in reverse order what is its own and did not opt out', async () => {
    const kept = configMap('kept', {}, { annotations: { 'kustomize.toolkit.fluxcd.io/prune': 'Disabled' } });
    const outcome = await target.applier.apply(
      prepareObjects([namespace('team'), configMap('a'), configMap('foreign'), kept], owner),
      { owner },
      target.signal,
    );
    await edit('foreign', { metadata: { labels: { 'kustomize.toolkit.fluxcd.io/name': 'other' } } });
    await target.client.delete(addressOf(configMap('gone-already')), {}, target.signal).catch(() => undefined);
    const entries = [
      ...inventoryOf(outcome.changes),
      { id: 'default_gone_example.com_Widget', v: 'v1' },
      { id: 'default_gone-already__ConfigMap', v: 'v1' },
    ];
    const { changes, survivors, failure } = await target.applier.prune(entries, owner, target.signal);
    assert.deepEqual(
      changes.map(({ object, action }) => `${object.kind}/${object.name} ${action}`),
      [
        'Widget/gone deleted',
        'ConfigMap/kept skipped',
        'ConfigMap/gone-already deleted',
        'ConfigMap/foreign skipped',
        'ConfigMap/a deleted',
        'Namespace/team deleted',
      ],
    );
    assert.deepEqual([survivors, failure], [[], undefined]);
    assert.equal(await target.get('v1', 'ConfigMap', 'a', 'default'), undefined);
    assert.notEqual(await target.get('v1', 'ConfigMap', 'foreign', 'default'), undefined);
  });

  test('tells what was deleted and is still there', async () => {
    await target.apply([configMap('held', {}, { finalizers: ['example.com/hold'] }), configMap('free')]);
    const entries = ['held', 'free'].map((name) => ({ id: `default_${name}__ConfigMap`, v: 'v1' }));
    const { changes } = await target.applier.prune(entries, owner, target.signal);
    const remaining = await target.applier.remaining(changes, target.signal);
    assert.deepEqual(
      remaining.map(({ object }) => object.name),
      ['held'],
    );
    await assert.rejects(target.applier.waitForTermination(changes, 30, target.signal), {
      message: 'ConfigMap/default/held termination timeout: context deadline exceeded',
    });
    await edit('held', { metadata: { finalizers: null } });
    await target.applier.waitForTermination(changes, 5000, target.signal);
  });
});

/** The same cluster, seen by a process that remembers nothing. */
function startAgain({ client, live, signal }: TestTarget): (objects: readonly KubeObject[]) => Promise<string> {
  return async (objects) => {
    const { createApplier } = await import('@flux19/apply');
    const outcome = await createApplier({ client, live }).apply(prepareObjects(objects, owner), { owner }, signal);
    return outcome.changes.map((change) => change.action).join();
  };
}
