import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject, ObjectMeta } from '@flux19/objects';
import { planGarbage } from './garbage-plan.ts';
import { OwnershipGraph } from './ownership-graph.ts';

function configMap(uid: string, metadata: Partial<ObjectMeta> = {}): KubeObject {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: uid, namespace: 'test', uid, ...metadata } };
}

function ownedBy(...uids: string[]): Partial<ObjectMeta> {
  return {
    ownerReferences: uids.map((uid) => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      name: uid,
      uid,
      blockOwnerDeletion: true,
    })),
  };
}

function stepsFor(uid: string, ...objects: KubeObject[]): string[] {
  const graph = new OwnershipGraph();
  for (const object of objects) graph.set(object);
  const object = graph.get(uid);
  assert.ok(object);
  return planGarbage(object, graph, (owner) => graph.get(owner) !== undefined).map((step) => {
    if (step.do === 'delete') return `delete ${step.object.name} ${step.propagationPolicy}`;
    if (step.do === 'dropOwners') return `free ${step.object.name} from ${step.uids.join()}`;
    return `finish ${step.object.name}`;
  });
}

const deleting = { deletionTimestamp: '2026-01-01T00:00:00Z' };

suite('planGarbage', () => {
  test('leaves objects alone that have no owner or a living one', () => {
    assert.deepEqual(stepsFor('a', configMap('a')), []);
    assert.deepEqual(stepsFor('b', configMap('a'), configMap('b', ownedBy('a'))), []);
  });

  test('deletes an object whose owners are all gone', () => {
    assert.deepEqual(stepsFor('b', configMap('b', ownedBy('a'))), ['delete b Background']);
  });

  test('forgets an owner that is gone when another one lives', () => {
    assert.deepEqual(stepsFor('b', configMap('x'), configMap('b', ownedBy('a', 'x'))), ['free b from a']);
  });

  test('deletes dependents before an owner that waits for them', () => {
    const owner = configMap('a', { ...deleting, finalizers: ['foregroundDeletion'] });
    assert.deepEqual(stepsFor('b', owner, configMap('b', ownedBy('a'))), ['delete b Foreground']);
    assert.deepEqual(stepsFor('a', owner, configMap('b', ownedBy('a'))), []);
    assert.deepEqual(stepsFor('a', owner), ['finish a']);
  });

  test('frees the dependents of an orphaning owner', () => {
    const owner = configMap('a', { ...deleting, finalizers: ['orphan'] });
    assert.deepEqual(stepsFor('a', owner, configMap('b', ownedBy('a'))), ['free b from a', 'finish a']);
  });
});
