import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { deletionConditions } from './namespace-conditions.ts';

const held = (name: string): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name, namespace: 'team', finalizers: ['example.com/hold'] },
});

suite('deletionConditions', () => {
  test('names what remains and which finalizers hold it', () => {
    const remainders = [
      { group: '', resource: 'configmaps', objects: [held('a'), held('b')] },
      {
        group: 'apps',
        resource: 'deployments',
        objects: [{ apiVersion: 'apps/v1', kind: 'Deployment', metadata: { name: 'c' } }],
      },
    ];
    const conditions = deletionConditions(remainders, [], '2026-01-01T00:00:00Z');
    assert.deepEqual(
      conditions.filter(({ status }) => status === 'True').map(({ type, message }) => [type, message]),
      [
        [
          'NamespaceContentRemaining',
          'Some resources are remaining: configmaps. has 2 resource instances, deployments.apps has 1 resource instances',
        ],
        [
          'NamespaceFinalizersRemaining',
          'Some content in the namespace has finalizers remaining: example.com/hold in 2 resource instances',
        ],
      ],
    );
  });

  test('keeps the times of what did not change', () => {
    const remainders = [{ group: '', resource: 'configmaps', objects: [held('a')] }];
    const before = deletionConditions(remainders, [], '2026-01-01T00:00:00Z');
    assert.deepEqual(deletionConditions(remainders, before, '2026-01-02T00:00:00Z'), before);
    const after = deletionConditions([], before, '2026-01-02T00:00:00Z');
    assert.equal(after.at(-1)?.lastTransitionTime, '2026-01-02T00:00:00Z');
    assert.equal(after.at(0)?.lastTransitionTime, '2026-01-01T00:00:00Z');
  });
});
