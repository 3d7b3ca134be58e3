import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject } from '@flux19/objects';
import {
  defaultCustomResourceDefinition,
  toStructural,
  validateCustomResourceDefinition,
  validateCustomResourceDefinitionUpdate,
} from '@flux19/schemas';
import fc from 'fast-check';

function definition(specSchema: JsonObject): JsonObject {
  const made: JsonObject = {
    apiVersion: 'apiextensions.k8s.io/v1',
    kind: 'CustomResourceDefinition',
    metadata: { name: 'widgets.example.com' },
    spec: {
      group: 'example.com',
      scope: 'Namespaced',
      names: { plural: 'widgets', kind: 'Widget' },
      versions: [
        {
          name: 'v1',
          served: true,
          storage: true,
          schema: { openAPIV3Schema: { type: 'object', properties: { spec: specSchema } } },
        },
      ],
    },
  };
  defaultCustomResourceDefinition(made);
  return made;
}

function texts(made: JsonObject): string[] {
  return validateCustomResourceDefinition(made).map(({ message }) => message);
}

function ruled(rule: string, specSchema: JsonObject): JsonObject {
  return definition({ ...specSchema, 'x-kubernetes-validations': [{ rule }] });
}

suite('definitions', () => {
  const good = definition({ type: 'object', properties: { size: { type: 'integer' } } });

  test('get their defaults', () => {
    const { spec, status } = good as { spec: JsonObject; status: JsonObject };
    assert.deepEqual(spec['names'], { plural: 'widgets', kind: 'Widget', singular: 'widget', listKind: 'WidgetList' });
    assert.deepEqual(spec['conversion'], { strategy: 'None' });
    assert.deepEqual(status['storedVersions'], ['v1']);
    assert.deepEqual(texts(good), []);
  });

  test('need a structural schema', () => {
    const [error] = texts(definition({ properties: { size: { type: 'integer' } } }));
    assert.match(error ?? '', /^spec\.validation\.openAPIV3Schema\.properties\[spec\]\.type: Required value/);
    assert.equal(toStructural({ $ref: '#/x' }).schema, undefined);
  });

  test('need rules that compile', () => {
    const [error] = texts(ruled('self.sise > 1', { type: 'object', properties: { size: { type: 'integer' } } }));
    assert.match(
      error ?? '',
      /x-kubernetes-validations\[0\]\.rule: Invalid value: .*compilation failed: ERROR: .*undefined field 'sise'/s,
    );
  });

  test('may not have rules that could cost too much', () => {
    const rule = 'self.all(x, self.all(y, x == y))';
    const unbounded = { type: 'array', items: { type: 'string' } };
    const [error] = texts(ruled(rule, unbounded));
    assert.match(error ?? '', /rule: Forbidden: estimated rule cost exceeds budget by factor of more than 100x/);
    const bounded = { type: 'array', maxItems: 10, items: { type: 'string', maxLength: 10 } };
    assert.deepEqual(texts(ruled(rule, bounded)), []);
  });

  test('keep what can not be changed', () => {
    const changed = structuredClone(good) as { spec: { names: JsonObject; scope: string; group: string } };
    changed.spec.group = 'other.com';
    changed.spec.names['plural'] = 'gadgets';
    const errors = validateCustomResourceDefinitionUpdate(changed as unknown as JsonObject, good);
    const fields = errors.filter(({ detail }) => detail === 'field is immutable').map(({ field }) => field);
    assert.deepEqual(fields, ['spec.group', 'spec.names.plural']);
    assert.deepEqual(validateCustomResourceDefinitionUpdate(good, good), []);
  });

  test('never crash the one who checks them', () => {
    const parts = fc.constantFrom(
      'type',
      'properties',
      'items',
      'additionalProperties',
      'default',
      'allOf',
      'not',
      '__proto__',
    );
    const more = fc.constantFrom(
      'x-kubernetes-validations',
      'required',
      'enum',
      'pattern',
      'x-kubernetes-list-type',
      'rule',
    );
    const anySchema = fc.letrec<{ value: unknown; object: JsonObject }>((tie) => ({
      value: fc.oneof(
        { depthSize: 'small' },
        fc.constantFrom<unknown>('object', 'string', 'array', 'set', 'map', '(', 'self == 1', true, null, 3),
        fc.array(tie('value'), { maxLength: 3 }),
        tie('object'),
      ),
      object: fc
        .array(fc.tuple(fc.oneof(parts, more), tie('value')), { maxLength: 5 })
        .map((entries) => Object.fromEntries(entries) as JsonObject),
    }));
    fc.assert(
      fc.property(anySchema.object, (source) => {
        const made = definition(source);
        const errors = [
          ...validateCustomResourceDefinition(made),
          ...validateCustomResourceDefinitionUpdate(made, good),
          ...toStructural(source).errors,
        ];
        for (const { message, field, body } of errors) assert.equal(message, `${field}: ${body}`);
      }),
      { numRuns: 300 },
    );
  });
});
