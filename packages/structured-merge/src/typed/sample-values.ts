import type { JsonValue, StructuralSchema } from '@flux19/objects';
import fc from 'fast-check';
import { schemaFromStructural } from '../types/schema-from-structural.ts';
import type { SchemaNode } from '../types/schema-node.ts';

const text: StructuralSchema = { type: 'string' };

const item: StructuralSchema = {
  type: 'object',
  properties: {
    name: text,
    protocol: { type: 'string', default: 'TCP' },
    value: { type: 'integer' },
    tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
  },
};

/** A schema with every form that owners can tell apart; for property tests. */
export const sampleSchema: StructuralSchema = {
  type: 'object',
  properties: {
    apiVersion: text,
    kind: text,
    spec: {
      type: 'object',
      properties: {
        count: { type: 'integer' },
        whole: { type: 'object', 'x-kubernetes-map-type': 'atomic', additionalProperties: text },
        labels: { type: 'object', additionalProperties: text },
        free: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true },
        args: { type: 'array', items: text },
        tags: { type: 'array', items: text, 'x-kubernetes-list-type': 'set' },
        items: {
          type: 'array',
          items: item,
          'x-kubernetes-list-type': 'map',
          'x-kubernetes-list-map-keys': ['name', 'protocol'],
        },
      },
    },
  },
};

export const sampleType: SchemaNode = schemaFromStructural(sampleSchema);

const word = fc.constantFrom('a', 'b', 'c', 'constructor');
const tags = fc.uniqueArray(word, { maxLength: 3 });
const sometimesNull = <T extends JsonValue>(values: fc.Arbitrary<T>): fc.Arbitrary<JsonValue> =>
  fc.oneof({ arbitrary: values, weight: 9 }, { arbitrary: fc.constant(null), weight: 1 });

const itemValue = fc
  .record(
    { name: word, protocol: fc.constantFrom('TCP', 'UDP'), value: fc.nat(2), tags: sometimesNull(tags) },
    { requiredKeys: ['name'] },
  )
  .map((value) => value as JsonValue);

const items = fc.uniqueArray(itemValue, {
  maxLength: 4,
  selector: (value) => {
    const { name, protocol = 'TCP' } = value as { name: string; protocol?: string };
    return `${name}/${protocol}`;
  },
});

const free = fc.dictionary(word, fc.oneof(fc.nat(2), word, fc.dictionary(word, word, { maxKeys: 2 }), fc.array(word)), {
  maxKeys: 3,
});

const spec = fc.record(
  {
    count: sometimesNull(fc.nat(2)),
    whole: sometimesNull(fc.dictionary(word, word, { maxKeys: 2 })),
    labels: sometimesNull(fc.dictionary(word, word, { maxKeys: 3 })),
    free: sometimesNull(free as fc.Arbitrary<JsonValue>),
    args: sometimesNull(fc.array(word, { maxLength: 3 })),
    tags: sometimesNull(tags),
    items: sometimesNull(items),
  },
  { requiredKeys: [] },
);

/** Values that fit the sample schema. Dictionaries lose their null prototypes, which JSON never has. */
export const sampleValue: fc.Arbitrary<JsonValue> = fc
  .record({ spec: sometimesNull(spec as fc.Arbitrary<JsonValue>) }, { requiredKeys: [] })
  .map((value) => JSON.parse(JSON.stringify(value)) as JsonValue);
