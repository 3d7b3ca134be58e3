import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import {
  type Change,
  changesBySubject,
  effectiveChanges,
  formatChanges,
  inventoryOf,
  mergeChanges,
  mergeEntries,
  staleEntries,
} from '@flux19/apply';

const change = (name: string, action: Change['action'], version = 'v1'): Change => ({
  object: { group: 'apps', kind: 'Deployment', namespace: 'team', name },
  version,
  action,
});

suite('inventory', () => {
  test('lists what was applied or skipped', () => {
    const changes = [change('a', 'created'), change('b', 'skipped'), change('c', 'deleted')];
    assert.deepEqual(inventoryOf(changes), [
      { id: 'team_a_apps_Deployment', v: 'v1' },
      { id: 'team_b_apps_Deployment', v: 'v1' },
    ]);
  });

  test('takes an object in another version for the same object', () => {
    const before = inventoryOf([change('a', 'created', 'v1beta1'), change('b', 'created')]);
    const after = inventoryOf([change('a', 'configured', 'v1')]);
    assert.deepEqual(staleEntries(before, after), [{ id: 'team_b_apps_Deployment', v: 'v1' }]);
    assert.deepEqual(mergeEntries(before, after), [
      { id: 'team_a_apps_Deployment', v: 'v1' },
      { id: 'team_b_apps_Deployment', v: 'v1' },
    ]);
  });
});

suite('change set', () => {
  test('prints a line per object', () => {
    assert.equal(
      formatChanges([change('a', 'created'), change('b', 'unchanged')]),
      'Deployment/team/a created\nDeployment/team/b unchanged',
    );
    assert.deepEqual(changesBySubject([change('a', 'created')]), { 'Deployment/team/a': 'created' });
    assert.deepEqual(effectiveChanges([change('a', 'created'), change('b', 'unchanged'), change('c', 'skipped')]), [
      change('a', 'created'),
    ]);
  });

  test('remembers over several runs what was done to an object', () => {
    const merged = mergeChanges(
      [change('a', 'created'), change('b', 'unchanged')],
      [change('a', 'unchanged'), change('b', 'configured')],
    );
    assert.deepEqual(merged, [change('a', 'created'), change('b', 'configured')]);
  });
});
