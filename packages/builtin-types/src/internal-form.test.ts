import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { internalForm } from './internal-form.ts';

suite('internalForm', () => {
  test('has every field of the internal type, as Go prints what is not set', () => {
    const claim = { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } };
    assert.equal(
      JSON.stringify(internalForm('core.PersistentVolumeClaimSpec', claim)),
      '{"AccessModes":["ReadWriteOnce"],"Selector":null,"Resources":{"Limits":null,"Requests":{"storage":"1Gi"}},"VolumeName":"","StorageClassName":null,"VolumeMode":null,"DataSource":null,"DataSourceRef":null,"VolumeAttributesClassName":null}',
    );
  });

  test('keeps types that it does not know, pointers and lists', () => {
    assert.deepEqual(internalForm('[]string', ['a']), ['a']);
    assert.equal(internalForm('*core.SELinuxOptions', undefined), null);
    assert.equal(internalForm('string', undefined), '');
  });
});
