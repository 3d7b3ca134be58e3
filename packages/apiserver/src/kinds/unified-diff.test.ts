import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { goDiff } from './go-diff.ts';

suite('goDiff', () => {
  test('prints what has changed as kube-apiserver does, in the names of Go', () => {
    const before = { accessModes: ['ReadWriteOnce'], volumeName: 'a' };
    assert.equal(
      goDiff('core.PersistentVolumeClaimSpec', before, { ...before, volumeName: 'b' }),
      [
        '@@ -7,7 +7,7 @@',
        '   "Limits": null,',
        '   "Requests": null',
        '  },',
        '- "VolumeName": "a",',
        '+ "VolumeName": "b",',
        '  "StorageClassName": null,',
        '  "VolumeMode": null,',
        '  "DataSource": null,',
        '',
      ].join('\n'),
    );
  });

  test('says nothing about equal values', () => {
    assert.equal(goDiff('core.PersistentVolumeClaimSpec', { volumeName: 'a' }, { volumeName: 'a' }), '');
  });
});
