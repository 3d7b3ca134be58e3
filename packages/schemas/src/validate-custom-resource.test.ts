import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import type { JsonObject, JsonValue, StructuralSchema } from '@flux19/objects';
import {
  applyDefaults,
  coerceObjectMeta,
  prune,
  validate,
  validateCel,
  validateCustomResource,
  validateEmbedded,
  validateListTypes,
} from '@flux19/schemas';
import fc from 'fast-check';

const schema: StructuralSchema = {
  type: 'object',
  properties: {
    spec: {
      type: 'object',
      required: ['replicas'],
      properties: {
        replicas: { type: 'integer', minimum: 0, maximum: 10 },
        name: { type: 'string', pattern: '^(a+)+$', maxLength: 5000 },
        mode: { type: 'string', enum: ['Fast', 'Safe'], default: 'Safe' },
        port: { 'x-kubernetes-int-or-string': true },
        tags: { type: 'array', items: { type: 'string' }, 'x-kubernetes-list-type': 'set' },
        rules: {
          type: 'array',
          items: { type: 'object', properties: { key: { type: 'string' }, weight: { type: 'integer', default: 1 } } },
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['key'],
        },
        labels: { type: 'object', additionalProperties: { type: 'string' } },
        template: {
          type: 'object',
          'x-kubernetes-embedded-resource': true,
          'x-kubernetes-preserve-unknown-fields': true,
        },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
      },
      'x-kubernetes-validations': [
        { rule: 'self.replicas >= oldSelf.replicas', message: 'replicas may not shrink' },
        {
          rule: "!has(self.mode) || self.mode != 'Fast' || self.replicas > 1",
          messageExpression: "'too few for ' + self.mode",
        },
      ],
    },
  },
};

function resource(spec: JsonObject): JsonObject {
  return { apiVersion: 'example.com/v1', kind: 'Example', metadata: { name: 'x' }, spec };
}

function texts(object: JsonObject, oldObject?: JsonObject): string[] {
  const errors = validateCustomResource(object, schema, oldObject === undefined ? {} : { oldObject });
  return errors.map(({ message }) => message);
}

/** A schema that contains itself, as those of JSON schemas do. */
const cyclic: StructuralSchema = {
  type: 'object',
  properties: { name: { type: 'string', maxLength: 3, default: 'x' } },
  'x-kubernetes-validations': [{ rule: "self.name != 'bad'" }],
};
Object.assign(cyclic.properties ?? {}, {
  inner: cyclic,
  all: { type: 'array', items: cyclic },
  named: { type: 'object', additionalProperties: cyclic },
});

suite('custom resources', () => {
  test('pass when they follow their schema', () => {
    assert.deepEqual(
      texts(resource({ replicas: 2, mode: 'Fast', port: '80', tags: ['a', 'b'], labels: { 'a/b': 'c' } })),
      [],
    );
  });

  test('fail in the words of kube-apiserver', () => {
    const spec = { replicas: 'two', mode: 'Slow', labels: { 'a/b': 1 } };
    assert.deepEqual(texts(resource(spec)), [
      'spec.replicas: Invalid value: "string": spec.replicas in body must be of type integer: "string"',
      'spec.mode: Unsupported value: "Slow": supported values: "Fast", "Safe"',
      'spec.labels.a/b: Invalid value: "integer": spec.labels.a/b in body must be of type string: "integer"',
      '<nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
    ]);
    assert.match(texts(resource({}))[0] ?? '', /^spec\.replicas: Required value/);
    assert.deepEqual(texts(resource({ replicas: 1, tags: ['a', 'b', 'a'] })), ['spec.tags[2]: Duplicate value: "a"']);
  });

  test('carry the text for one cause apart from the path', () => {
    const [error] = validate(resource({ replicas: 11 }), schema);
    assert.equal(error?.type, 'FieldValueInvalid');
    assert.equal(error?.field, 'spec.replicas');
    assert.equal(error?.body, 'Invalid value: 11: spec.replicas in body should be less than or equal to 10');
  });

  test('obey the rules of their schema', () => {
    assert.deepEqual(texts(resource({ replicas: 1, mode: 'Fast' })), ['spec: Invalid value: too few for Fast']);
    assert.deepEqual(texts(resource({ replicas: 1 }), resource({ replicas: 2 })), [
      'spec: Invalid value: replicas may not shrink',
    ]);
  });

  test('keep faults that they had before', () => {
    const old = resource({ replicas: 20, tags: ['a', 'a'] });
    assert.deepEqual(texts(resource({ replicas: 20, tags: ['b', 'b'] }), old), []);
    assert.notDeepEqual(texts(resource({ replicas: 21, tags: [] }), old), []);
  });

  test('are not run by rules after errors found elsewhere', () => {
    const previousErrors = validate(resource({}), schema);
    const errors = validateCustomResource(resource({ replicas: 1, mode: 'Fast' }), schema, { previousErrors });
    assert.match(errors.map(({ message }) => message).join(), /^<nil>: Invalid value: null: some validation rules/);
  });

  test('match patterns in linear time', () => {
    assert.equal(validate(resource({ replicas: 1, name: `${'a'.repeat(4000)}b` }), schema).length, 1);
  });
});

suite('schemas that contain themselves', () => {
  const value: JsonObject = { inner: { all: [{ name: 'long' }, { named: { a: { name: 'bad' } } }] } };

  test('are followed as deep as the value goes', () => {
    assert.deepEqual(
      validate(value, cyclic).map(({ field }) => field),
      ['inner.all[0].name'],
    );
    assert.deepEqual(prune(structuredClone({ inner: { inner: { x: 1 } } }), cyclic), ['inner.inner.x']);
    const defaulted: JsonObject = { inner: { all: [{}] } };
    applyDefaults(defaulted, cyclic);
    assert.deepEqual(defaulted, { name: 'x', inner: { name: 'x', all: [{ name: 'x' }] } });
  });

  test('may have rules', () => {
    assert.equal(validateCel({ name: 'bad' }, undefined, cyclic).length, 1);
    assert.deepEqual(validateCel({ ...value, name: 'good' }, undefined, cyclic), []);
  });
});

/** JSON with the keys that the schema knows, and hostile ones. */
const keys = fc.constantFrom(
  ...'spec metadata name apiVersion kind replicas mode tags rules key weight labels template free inner all named'.split(
    ' ',
  ),
  ...['__proto__', 'constructor', 'toString', 'hasOwnProperty', 'a.b', '', '[0]', 'x'],
);
const json = fc.letrec<{ value: JsonValue; object: JsonObject }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    fc.oneof(fc.constantFrom<JsonValue>('a', 'Safe', '', null, true, 1, -1, 1.5, 1e30), fc.string(), fc.integer()),
    fc.array(tie('value'), { maxLength: 4 }),
    tie('object'),
  ),
  object: fc
    .array(fc.tuple(keys, tie('value')), { maxLength: 6 })
    // fromEntries defines its keys, so that even __proto__ is a plain one.
    .map((entries) => Object.fromEntries(entries)),
}));
const resources = json.object.map((spec) => resource(spec));
const anything = fc.oneof(json.value, resources);
const schemas = fc.constantFrom(schema, cyclic);

suite('any JSON', () => {
  test('is pruned once and for all', () => {
    fc.assert(
      fc.property(anything, schemas, (value, by) => {
        const once = structuredClone(value);
        prune(once, by);
        const twice = structuredClone(once);
        assert.deepEqual(prune(twice, by), []);
        assert.deepEqual(twice, once);
      }),
    );
  });

  test('is defaulted once and for all', () => {
    fc.assert(
      fc.property(anything, schemas, (value, by) => {
        const once = structuredClone(value);
        applyDefaults(once, by);
        const twice = structuredClone(once);
        applyDefaults(twice, by);
        assert.deepEqual(twice, once);
      }),
    );
  });

  test('is validated without a crash', () => {
    fc.assert(
      fc.property(anything, anything, schemas, (value, old, by) => {
        const found = [
          ...validate(value, by),
          ...validate(value, by, { oldObject: old }),
          ...validateCel(value, undefined, by),
          ...validateCel(value, old, by),
          ...validateListTypes(value, by),
          ...validateEmbedded(value, by, true, ''),
        ];
        const { error } = coerceObjectMeta(structuredClone(value), by);
        for (const { message, field, body } of [...found, ...(error === undefined ? [] : [error])]) {
          assert.equal(message, `${field}: ${body}`);
        }
      }),
    );
  });

  test('that is unchanged and follows its schema passes as an update', () => {
    fc.assert(
      fc.property(resources, (object) => {
        prune(object, schema);
        if (validateCustomResource(object, schema).length > 0) return;
        assert.deepEqual(validateCustomResource(object, schema, { oldObject: structuredClone(object) }), []);
      }),
    );
  });

  test('never changes what all objects share', () => {
    assert.equal(({} as Record<string, unknown>)['replicas'], undefined);
    assert.deepEqual(Object.keys(Object.prototype), []);
  });
});
