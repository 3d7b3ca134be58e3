import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, ManagedFieldsEntry } from '@flux19/objects';
import { FieldSet, findOwners, scaleEntriesOf, upgradeManagedFields, withScaleEntries } from '@flux19/structured-merge';

function entry(manager: string, operation: 'Apply' | 'Update', fieldsV1: JsonObject, more = {}): ManagedFieldsEntry {
  return { manager, operation, apiVersion: 'apps/v1', fieldsType: 'FieldsV1', fieldsV1, ...more };
}

suite('upgradeManagedFields', () => {
  const options = { from: ['kubectl-client-side-apply', 'kubectl'], to: 'flux' };

  test('turns the updater into an applier', () => {
    const entries = [
      entry('kubectl-client-side-apply', 'Update', { 'f:a': {} }),
      entry('other', 'Update', { 'f:b': {} }),
    ];
    assert.deepEqual(upgradeManagedFields(entries, options), [
      entry('flux', 'Apply', { 'f:a': {} }),
      entry('other', 'Update', { 'f:b': {} }),
    ]);
  });

  test('adds to the applier that is there and drops other versions', () => {
    const entries = [
      entry('flux', 'Apply', { 'f:a': {} }),
      entry('kubectl', 'Update', { 'f:b': {} }),
      entry('kubectl', 'Update', { 'f:c': {} }, { apiVersion: 'apps/v1beta1' }),
      entry('kubectl', 'Update', { 'f:d': {} }, { subresource: 'status' }),
    ];
    assert.deepEqual(upgradeManagedFields(entries, options), [
      entry('flux', 'Apply', { 'f:a': {}, 'f:b': {} }),
      entry('kubectl', 'Update', { 'f:d': {} }, { subresource: 'status' }),
    ]);
  });

  test('returns the given list when there is nothing to do', () => {
    const entries = [entry('flux', 'Apply', { 'f:a': {} })];
    assert.equal(upgradeManagedFields(entries, options), entries);
  });
});

suite('findOwners', () => {
  test('finds who owns all of some fields', () => {
    const all = entry('a', 'Update', { 'f:a': {}, 'f:b': {} });
    const entries = [all, entry('b', 'Update', { 'f:a': {} }), entry('c', 'Apply', { 'f:a': {}, 'f:b': {} })];
    assert.deepEqual(findOwners(entries, 'Update', FieldSet.of(['a'], ['b'])), [all]);
  });
});

suite('scale entries', () => {
  const replicas = { 'f:spec': { 'f:replicas': {} } };
  const path = [
    { kind: 'field', name: 'spec' },
    { kind: 'field', name: 'replicas' },
  ] as const;
  const parent = {
    managedFields: [
      entry('flux', 'Apply', { 'f:spec': { 'f:paused': {}, 'f:replicas': {} } }, { time: '2026-01-01T00:00:00Z' }),
    ],
    apiVersion: 'apps/v1',
    replicasPaths: new Map([['apps/v1', path]]),
  };
  const scaleEntry = (manager: string, operation: 'Apply' | 'Update') =>
    entry(manager, operation, replicas, { apiVersion: 'autoscaling/v1', subresource: 'scale' });

  test('show who owns the replicas', () => {
    assert.deepEqual(scaleEntriesOf(parent), [
      entry('flux', 'Apply', replicas, { apiVersion: 'autoscaling/v1', time: '2026-01-01T00:00:00Z' }),
    ]);
  });

  test('take the replicas from the manager that lost them', () => {
    assert.deepEqual(withScaleEntries(parent, [scaleEntry('hpa', 'Update')]), [
      entry('flux', 'Apply', { 'f:spec': { 'f:paused': {} } }, { time: '2026-01-01T00:00:00Z' }),
      entry('hpa', 'Update', replicas, { subresource: 'scale' }),
    ]);
  });

  test('are dropped in versions that are gone and kept in those that cannot be scaled', () => {
    const old = entry('old', 'Apply', replicas, { apiVersion: 'apps/v1beta1' });
    const managedFields = [old, ...parent.managedFields];
    const versions = (more: readonly (readonly [string, undefined])[]) => new Map([...parent.replicasPaths, ...more]);
    const scale = scaleEntriesOf(parent);
    assert.deepEqual(withScaleEntries({ ...parent, managedFields }, scale), parent.managedFields);
    const known = { ...parent, managedFields, replicasPaths: versions([['apps/v1beta1', undefined]]) };
    assert.equal(withScaleEntries(known, scale), managedFields);
  });

  test('change nothing where the owner stays', () => {
    assert.equal(withScaleEntries(parent, scaleEntriesOf(parent)), parent.managedFields);
  });
});
