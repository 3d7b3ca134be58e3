import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  formatApiVersion,
  formatObject,
  groupVersionKind,
  InventoryIdError,
  inventoryId,
  type KubeObject,
  objectReference,
  parseApiVersion,
  parseInventoryId,
} from '@flux19/objects';
import fc from 'fast-check';

const deployment: KubeObject = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
};
const namespace: KubeObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } };

suite('identity', () => {
  test('splits and joins versions of APIs', () => {
    assert.deepEqual(parseApiVersion('apps/v1'), { group: 'apps', version: 'v1' });
    assert.deepEqual(parseApiVersion('v1'), { group: '', version: 'v1' });
    assert.equal(formatApiVersion('apps', 'v1'), 'apps/v1');
    assert.equal(formatApiVersion('', 'v1'), 'v1');
    assert.deepEqual(groupVersionKind(deployment), { group: 'apps', version: 'v1', kind: 'Deployment' });
  });

  test('names objects as Flux does in messages', () => {
    assert.equal(formatObject(deployment), 'Deployment/shop/web');
    assert.equal(formatObject(objectReference(namespace)), 'Namespace/shop');
  });
});

suite('inventory ids', () => {
  test('hold namespace, name, group and kind', () => {
    assert.equal(inventoryId(deployment), 'shop_web_apps_Deployment');
    assert.equal(inventoryId(namespace), '_shop__Namespace');
  });

  test('write the colon of RBAC names as two underscores', () => {
    const role = { namespace: '', name: 'system:node', group: 'rbac.authorization.k8s.io', kind: 'ClusterRole' };
    assert.equal(inventoryId(role), '_system__node_rbac.authorization.k8s.io_ClusterRole');
    assert.deepEqual(parseInventoryId(inventoryId(role)), role);
  });

  test('are read back as they were written', () => {
    const name = fc.stringMatching(/^[a-z0-9]([-a-z0-9.]{0,8}[a-z0-9])?$/);
    const kind = fc.constantFrom('Pod', 'Role', 'ConfigMap');
    const group = fc.constantFrom('', 'apps', 'rbac.authorization.k8s.io');
    const references = fc.record(
      { namespace: fc.oneof(fc.constant(''), name), name, group, kind },
      { noNullPrototype: true },
    );
    fc.assert(
      fc.property(references, (reference) => assert.deepEqual(parseInventoryId(inventoryId(reference)), reference)),
    );
  });

  test('are refused with fewer than four parts', () => {
    for (const id of ['', 'a', 'a_b', 'a_b_c', '_']) assert.throws(() => parseInventoryId(id), InventoryIdError);
  });
});
