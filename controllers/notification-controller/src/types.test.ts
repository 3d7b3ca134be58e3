import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { fluxCustomResourceDefinitions } from '@flux19/api';
import { isJsonObject, type JsonValue } from '@flux19/objects';
import { providerTypes } from './providers/provider-types.ts';
import { receiverTypes } from './receivers/types/receiver-types.ts';

/** Values that the schema allows for `spec.type` of a kind. */
function allowedTypes(kind: string): readonly string[] {
  const definition = fluxCustomResourceDefinitions().find((crd) => {
    const spec = crd['spec'];
    return isJsonObject(spec) && isJsonObject(spec['names']) && spec['names']['kind'] === kind;
  });
  let node: unknown = definition?.['spec'];
  for (const key of ['versions', 0, 'schema', 'openAPIV3Schema', 'properties', 'spec', 'properties', 'type', 'enum']) {
    node = (node as Readonly<Record<string | number, JsonValue>> | undefined)?.[key];
  }
  return node as readonly string[];
}

suite('tables of types', () => {
  test('hold every type of Provider that the schema allows', () => {
    const allowed = allowedTypes('Provider');
    assert.ok(allowed.length > 30);
    assert.deepEqual(
      allowed.filter((type) => !providerTypes.has(type)),
      [],
    );
    // Flux's own table has two that its schema does not.
    const others = [...providerTypes.keys()].filter((type) => !allowed.includes(type));
    assert.deepEqual(others.toSorted(), ['incident.io', 'zoom']);
  });

  test('hold every type of Receiver that the schema allows', () => {
    assert.deepEqual(allowedTypes('Receiver').toSorted(), [...receiverTypes.keys()].toSorted());
  });
});
