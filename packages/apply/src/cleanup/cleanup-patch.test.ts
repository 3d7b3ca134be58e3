import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject, ManagedFieldsEntry } from '@flux19/objects';
import fc from 'fast-check';
import { cleanupPatch, migrationPatch, needsCleanup } from './cleanup-patch.ts';
import { mergeManagers } from './merge-managers.ts';

const options = { fieldManager: 'kustomize-controller', overrideManagers: ['old-tool'] };
const entry = (
  manager: string,
  operation: 'Apply' | 'Update',
  field: string,
  subresource?: string,
): ManagedFieldsEntry => ({
  manager,
  operation,
  apiVersion: 'v1',
  fieldsV1: { 'f:data': { [`f:${field}`]: {} } },
  ...(subresource === undefined ? {} : { subresource }),
});
const object = (managedFields: ManagedFieldsEntry[], annotations?: Record<string, string>): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { name: 'a', managedFields, ...(annotations === undefined ? {} : { annotations }) },
});
const ours = entry('kustomize-controller', 'Apply', 'mine');

suite('cleanupPatch', () => {
  test('does nothing to an object that only we and strangers manage', () => {
    const untouched = object([ours, entry('autoscaler', 'Update', 'x'), entry('kubectl', 'Update', 'x', 'status')]);
    assert.equal(needsCleanup(untouched, options), false);
    assert.deepEqual(cleanupPatch(untouched, options), []);
  });

  test('makes fields of kubectl, of earlier times and of overridden managers ours', () => {
    const foreign = [
      entry('kubectl-edit', 'Update', 'a'),
      entry('kubectl', 'Apply', 'b'),
      entry('before-first-apply', 'Update', 'c'),
      entry('kustomize-controller', 'Update', 'd'),
      entry('old-tool', 'Apply', 'e'),
    ];
    const stranger = entry('autoscaler', 'Update', 'x');
    const merged = {
      ...ours,
      fieldsV1: { 'f:data': { 'f:a': {}, 'f:b': {}, 'f:c': {}, 'f:d': {}, 'f:e': {}, 'f:mine': {} } },
    };
    assert.deepEqual(cleanupPatch(object([ours, ...foreign, stranger]), options), [
      { op: 'replace', path: '/metadata/managedFields', value: [stranger, merged] },
    ]);
  });

  test('renames the first of them when we have none', () => {
    const merged = mergeManagers(
      [entry('kubectl-client-side-apply', 'Update', 'a'), entry('kubectl-edit', 'Update', 'b')],
      options,
    );
    assert.deepEqual(merged, [
      { ...entry('kustomize-controller', 'Apply', 'a'), fieldsV1: { 'f:data': { 'f:a': {}, 'f:b': {} } } },
    ]);
  });

  test('removes what older tools have written', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{}', other: 'x' };
    assert.deepEqual(cleanupPatch(object([ours], annotations), options), [
      { op: 'remove', path: '/metadata/annotations/kubectl.kubernetes.io~1last-applied-configuration' },
    ]);
  });

  test('leaves nothing to clean up, and forgets no field', () => {
    const anyEntry = fc
      .record({
        manager: fc.constantFrom('kubectl', 'kustomize-controller', 'old-tool', 'autoscaler', 'before-first-apply'),
        operation: fc.constantFrom('Apply' as const, 'Update' as const),
        field: fc.constantFrom('a', 'b', 'c', 'd'),
      })
      .map(({ manager, operation, field }) => entry(manager, operation, field));
    const fields = (entries: readonly ManagedFieldsEntry[]) =>
      new Set(entries.flatMap(({ fieldsV1 }) => Object.keys((fieldsV1?.['f:data'] as object | undefined) ?? {})));
    fc.assert(
      fc.property(
        fc.uniqueArray(anyEntry, { selector: (one) => `${one.manager}/${one.operation}`, maxLength: 6 }),
        (entries) => {
          const merged = mergeManagers(entries, options) ?? entries;
          assert.equal(needsCleanup(object([...merged]), options), false);
          assert.deepEqual(fields(merged), fields(entries));
        },
      ),
    );
  });
});

suite('migrationPatch', () => {
  test('moves every entry to the version of the object', () => {
    const old = { ...ours, apiVersion: 'v1beta1' };
    assert.deepEqual(migrationPatch(object([old])), [
      { op: 'replace', path: '/metadata/managedFields', value: [ours] },
    ]);
    assert.deepEqual(migrationPatch(object([ours])), []);
  });
});
