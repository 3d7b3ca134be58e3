import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { builtinDefinition, builtinDefinitionNames } from './index.ts';
import { protobufFields } from './protobuf-fields.ts';

/** Names that the fields of a message have in JSON. */
function jsonNames(message: string): string[] {
  return [...(protobufFields(message)?.values() ?? [])].flatMap((field) =>
    field.kind === 'field' ? [field.name] : jsonNames(field.message),
  );
}

suite('protobufFields', () => {
  test('knows numbers, and messages whose fields JSON has in the outer object', () => {
    const volume = protobufFields('io.k8s.api.core.v1.Volume');
    assert.deepEqual(volume?.get(1), { kind: 'field', name: 'name' });
    assert.deepEqual(volume?.get(2), { kind: 'inline', message: 'io.k8s.api.core.v1.VolumeSource' });
    assert.equal(protobufFields('io.k8s.api.core.v1.Nothing'), undefined);
    assert.equal(protobufFields('__proto__'), undefined);
  });

  test('names only fields that the definitions have', () => {
    for (const name of builtinDefinitionNames()) {
      const properties = Object.keys((builtinDefinition(name)?.['properties'] ?? {}) as object);
      if (properties.length === 0) continue;
      assert.deepEqual(
        jsonNames(name).filter((field) => !properties.includes(field)),
        [],
        name,
      );
    }
  });
});
