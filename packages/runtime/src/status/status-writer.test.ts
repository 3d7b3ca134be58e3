import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, JsonValue } from '@flux19/objects';
import { applyMergePatch } from '@flux19/patch';
import { statusPatch, writeStatus } from '@flux19/runtime';
import fc from 'fast-check';
import { startTestCluster } from '../testing/test-cluster.ts';

/** JSON without null, which a merge patch cannot say. */
const { value } = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small' },
    fc.integer(),
    fc.string(),
    fc.boolean(),
    fc.array(fc.integer(), { maxLength: 3 }),
    tie('object'),
  ),
  object: fc.dictionary(fc.string({ maxLength: 3 }), tie('value'), { maxKeys: 4 }),
}));
const status = fc.dictionary(fc.constantFrom('a', 'b', 'c', '__proto__'), value, { maxKeys: 4 });

suite('statusPatch', () => {
  test('leads from any status to any other, and is nothing when they are equal', () => {
    const property = fc.property(status, status, (before, after) => {
      const patch = statusPatch(before, after);
      if (patch === undefined) assert.deepEqual({ ...before }, { ...after });
      else
        assert.deepEqual(JSON.parse(JSON.stringify(applyMergePatch(before, patch))), JSON.parse(JSON.stringify(after)));
    });
    fc.assert(property);
  });
});

suite('writeStatus', () => {
  test('writes a changed status under its field manager, and sends nothing for an equal one', async () => {
    const { client, signal, close } = startTestCluster();
    const claim = {
      apiVersion: 'v1',
      kind: 'PersistentVolumeClaim',
      metadata: { name: 'data', namespace: 'default' },
      spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } } },
    };
    const object = await client.create(claim, {}, signal);
    const status = { phase: 'Bound' };
    const written = await writeStatus({ client, object, status, fieldManager: 'gotk' }, signal);
    assert.deepEqual(written['status'], status);
    assert.ok(
      written.metadata.managedFields?.some((entry) => entry.manager === 'gotk' && entry.subresource === 'status'),
    );
    const same = await writeStatus({ client, object: written, status, fieldManager: 'gotk' }, signal);
    assert.equal(same, written);
    close();
  });
});
