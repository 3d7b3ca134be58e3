import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { systemClock } from '@flux19/ports';
import { startTestCluster } from '../testing/test-cluster.ts';
import { followObjects } from './follow-objects.ts';

const resource = { apiVersion: 'v1', kind: 'ConfigMap' };

function configMap(name: string) {
  return { ...resource, metadata: { name, namespace: 'team' } };
}

suite('following objects', () => {
  for (const kind of ['dropWatch', 'expireWatch'] as const) {
    test(`misses and repeats nothing when every watch meets ${kind}`, async () => {
      const faults = ({ verb }: { readonly verb: string }) =>
        verb === 'watch' ? ({ kind, afterEvents: 1 } as const) : undefined;
      const { client, create, close } = await startTestCluster({ faults });
      await create([configMap('a')]);
      const stop = new AbortController();
      const seen: string[] = [];
      const steps = [
        () => create([configMap('b'), configMap('c')]),
        () => Promise.resolve(),
        () => client.delete({ ...resource, namespace: 'team', name: 'b' }, {}, stop.signal),
        () => Promise.resolve(stop.abort(new Error('enough'))),
      ];
      const follow = { client, clock: systemClock, resource, selection: { namespace: 'team' } };
      await assert.rejects(async () => {
        for await (const { type, object } of followObjects(follow, stop.signal)) {
          seen.push(`${type} ${object.metadata.name}`);
          await steps[seen.length - 1]?.();
        }
      }, /enough/);
      assert.deepEqual(seen, ['ADDED a', 'ADDED b', 'ADDED c', 'DELETED b']);
      close();
    });
  }

  test('throws what the first list throws', async () => {
    const { client, close } = await startTestCluster();
    const unknown = { apiVersion: 'example.test/v1', kind: 'Nothing' };
    const follow = { client, clock: systemClock, resource: unknown, selection: {} };
    await assert.rejects(followObjects(follow, new AbortController().signal).next(), { name: 'NoMatchError' });
    close();
  });
});
