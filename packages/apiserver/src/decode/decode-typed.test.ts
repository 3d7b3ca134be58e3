import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import { decodeTyped } from './decode-typed.ts';
import { GoTypes } from './go-type.ts';

const types = new GoTypes();

function decoded(kind: string, value: JsonObject): { readonly value: JsonObject; readonly unknown: readonly string[] } {
  const type = types.named(`io.k8s.api.${kind}`);
  assert.ok(type !== undefined);
  return { unknown: decodeTyped(value, type), value };
}

suite('decodeTyped', () => {
  test('drops unknown fields and nulls, and says where the former were', () => {
    const spec = { containers: [{ name: 'c', bogus: 1 }], nodeName: null, strange: {} };
    const { value, unknown } = decoded('core.v1.Pod', { spec });
    assert.deepEqual(unknown, ['spec.containers[0].bogus', 'spec.strange']);
    assert.deepEqual(value['spec'], { containers: [{ name: 'c', resources: {} }] });
  });

  test('leaves out what Go counts as empty, unless it is held by a pointer', () => {
    const { value } = decoded('apps.v1.DeploymentSpec', { paused: false, minReadySeconds: 0, replicas: 0 });
    assert.deepEqual([value['paused'], value['minReadySeconds'], value['replicas']], [undefined, undefined, 0]);
  });

  test('brings quantities and times into their canonical form', () => {
    const { value } = decoded('core.v1.ResourceRequirements', { limits: { cpu: 0.5, memory: '1024Mi', x: '1000' } });
    assert.deepEqual(value, { limits: { cpu: '500m', memory: '1Gi', x: '1k' } });
    const event = decoded('core.v1.Event', { lastTimestamp: '2026-01-01T01:00:00+01:00' });
    assert.equal(event.value['lastTimestamp'], '2026-01-01T00:00:00Z');
  });

  for (const [what, value, why] of [
    [
      'a list',
      { spec: [] },
      'json: cannot unmarshal array into Go struct field Deployment.spec of type v1.DeploymentSpec',
    ],
    [
      'a text',
      { spec: { replicas: 'x' } },
      'json: cannot unmarshal string into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
    [
      'too large a number',
      { spec: { replicas: 2 ** 31 } },
      'json: cannot unmarshal number 2147483648 into Go struct field DeploymentSpec.spec.replicas of type int32',
    ],
  ] as const) {
    test(`refuses ${what} where something else belongs, as Go does`, () => {
      assert.throws(() => decoded('apps.v1.Deployment', structuredClone(value) as unknown as JsonObject), {
        message: why,
      });
    });
  }
});
