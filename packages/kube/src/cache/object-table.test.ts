import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { KubeObject } from '@flux19/objects';
import { ObjectTable } from './object-table.ts';

const object = (name: string, resourceVersion: string, uid = 'u'): KubeObject => ({
  apiVersion: 'v1',
  kind: 'ConfigMap',
  metadata: { namespace: 'default', name, resourceVersion, uid },
});
const types = (changes: readonly { type: string }[]) => changes.map((change) => change.type);

suite('ObjectTable', () => {
  test('keeps a remembered object that a stale list lacks', () => {
    const table = new ObjectTable();
    table.replace([], '10');
    table.remember(object('a', '15'));
    assert.deepEqual(table.replace([], '12'), []);
    assert.equal(table.size, 1);
    assert.deepEqual(types(table.replace([], '15')), ['DELETED']);
  });

  test('does not take the end of an earlier object for the end of the remembered one', () => {
    const table = new ObjectTable();
    table.upsert(object('a', '5', 'old'));
    table.remember(object('a', '9', 'new'));
    assert.deepEqual(table.remove(object('a', '7', 'old')), []);
    assert.equal(table.get('default', 'a')?.metadata.uid, 'new');
    assert.deepEqual(types(table.remove(object('a', '11', 'new'))), ['DELETED']);
  });

  test('says nothing about what it knows already', () => {
    const table = new ObjectTable();
    table.remember(object('a', '5'));
    assert.deepEqual(table.upsert(object('a', '5')), []);
    assert.deepEqual(table.remember(object('a', '4')), []);
  });

  test('does not bring back what went while its answer was on the way', () => {
    const table = new ObjectTable();
    table.upsert(object('a', '5'));
    table.remove(object('a', '8'));
    assert.deepEqual(table.remember(object('a', '7')), []);
    assert.deepEqual(table.remember(object('a', '8')), []);
    assert.equal(table.size, 0);
    assert.deepEqual(types(table.remember(object('a', '9', 'new'))), ['ADDED']);
  });

  test('believes a list of a server whose versions began anew', () => {
    const table = new ObjectTable();
    table.remember(object('a', '900'));
    table.distrust();
    assert.deepEqual(types(table.replace([object('b', '3')], '3')), ['ADDED', 'DELETED']);
  });
});
