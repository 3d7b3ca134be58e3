import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { eventually } from '@flux19/ports';
import { adviseOnPrune } from './advice.ts';
import type { Fleet } from './testing/fleet.ts';
import { becomesReady, configMap, find, withFleet } from './testing/stories.ts';

const { signal } = new AbortController();

/** Messages of the events in the cluster with a reason. */
async function messages({ client }: Fleet, reason: string): Promise<readonly string[]> {
  const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, {}, signal);
  return items.filter((event) => event['reason'] === reason).map((event) => String(event['message']));
}

suite('advice', () => {
  test('says why an edit did not last, and how it would', () =>
    withFleet(async (fleet) => {
      const revision = await fleet.publish({ 'a.yaml': configMap('a'), 'b.yaml': configMap('b') });
      await fleet.create('apps', { interval: '1s' });
      await becomesReady(fleet, 'apps', revision);
      assert.deepEqual(await messages(fleet, 'DriftCorrected'), []);
      const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'default', name: 'a' };
      await fleet.client.patch(address, { data: { key: 'edited' } }, { type: 'merge' }, signal);
      await eventually(async () => {
        const [message = ''] = await messages(fleet, 'DriftCorrected');
        assert.match(message, /^ConfigMap\/default\/a was changed in the cluster by somebody else, and put back/);
        assert.match(
          message,
          /flux19 suspend kustomization apps -n flux-system; .*reconcile: disabled are left alone$/,
        );
      });
      assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key: 'value' });
      await fleet.client.delete({ ...address, name: 'b' }, {}, signal);
      await eventually(async () =>
        assert.match((await messages(fleet, 'DriftCorrected')).join('\n'), /^ConfigMap\/default\/b was deleted in/m),
      );
      assert.ok(!fleet.events.some(({ reason }) => reason === 'DriftCorrected'));
    }));

  test('is silent about changes that a new revision, spec or value brings', () =>
    withFleet(async (fleet) => {
      const source = (value: string) => ({ 'a.yaml': configMap('a', { key: `${value}-\${number}` }) });
      const values = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'values', namespace: 'flux-system' } };
      await fleet.client.create({ ...values, data: { number: 'one' } }, {}, signal);
      await fleet.publish(source('x'));
      const postBuild = { substituteFrom: [{ kind: 'ConfigMap', name: 'values' }] } as const;
      await fleet.create('apps', { interval: '1s', postBuild });
      const becomes = (key: string): Promise<void> =>
        eventually(async () => assert.deepEqual((await find(fleet, 'ConfigMap', 'a'))?.['data'], { key }));
      await becomes('x-one');
      await becomesReady(fleet, 'apps');
      const address = { apiVersion: 'v1', kind: 'ConfigMap', namespace: 'flux-system', name: 'values' };
      await fleet.client.patch(address, { data: { number: 'two' } }, { type: 'merge' }, signal);
      await becomes('x-two');
      await fleet.publish(source('y'));
      await becomes('y-two');
      await fleet.change('apps', { commonMetadata: { labels: { a: 'b' } } });
      await eventually(async () => assert.equal((await find(fleet, 'ConfigMap', 'a'))?.metadata.labels?.['a'], 'b'));
      await becomesReady(fleet, 'apps');
      assert.deepEqual(await messages(fleet, 'DriftCorrected'), []);
    }));

  test('comes before many objects are deleted', () =>
    withFleet(async (fleet) => {
      const many = Array.from({ length: 12 }, (_, i) => [`app/${i}.yaml`, configMap(`c${i}`)] as const);
      await fleet.publish(Object.fromEntries([...many, ['app/kept.yaml', configMap('kept')]]));
      await fleet.create('apps', { path: './app' });
      await becomesReady(fleet, 'apps');
      const moved = many.map(([path, text]) => [path.replace('app/', 'other/'), text] as const);
      const revision = await fleet.publish(Object.fromEntries([...moved, ['app/kept.yaml', configMap('kept')]]));
      await becomesReady(fleet, 'apps', revision);
      const [message = ''] = await messages(fleet, 'PruningObjects');
      assert.match(
        message,
        /^12 objects are not in \.\/app of the source any more and will be deleted: ConfigMap\/default\/c/,
      );
      assert.match(message, / and 7 more; next: if that was not meant, revert the commit/);
      assert.match(
        message,
        /annotate them with kustomize\.toolkit\.fluxcd\.io\/prune: disabled or set spec\.prune: false$/,
      );
    }));

  test('comes before a namespace is deleted, and not for everyday deletions', () => {
    const kustomization = {
      apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
      kind: 'Kustomization',
      metadata: { name: 'apps', namespace: 'flux-system' },
      spec: { interval: '1m', prune: true, sourceRef: { kind: 'GitRepository', name: 'repo' } },
    } as const;
    const object = (kind: string, name: string) => ({ group: '', kind, namespace: '', name });
    assert.equal(adviseOnPrune(kustomization, [object('ConfigMap', 'a')]), undefined);
    assert.match(
      adviseOnPrune(kustomization, [object('ConfigMap', 'a'), object('Namespace', 'shop')])?.message ?? '',
      /^2 objects are not in \.\/ of the source any more and will be deleted: Namespace\/shop, ConfigMap\/a;/,
    );
  });
});
