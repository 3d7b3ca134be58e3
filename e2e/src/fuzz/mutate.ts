import { isJsonObject, type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import fc from 'fast-check';

/** A change of one place of an object: which place, as a number that any object has a place for, and what happens there. */
export interface Mutation {
  readonly place: number;
  readonly change: 'replace' | 'remove' | 'add' | 'wrap' | 'repeat';
  readonly value: JsonValue;
}

const keys = [
  'apiVersion',
  'kind',
  'metadata',
  'name',
  'namespace',
  'generateName',
  'labels',
  'annotations',
  'finalizers',
  'ownerReferences',
  'managedFields',
  'resourceVersion',
  'uid',
  'deletionTimestamp',
  'spec',
  'status',
  'data',
  'template',
  'replicas',
  'selector',
  'matchExpressions',
  'containers',
  'ports',
  '__proto__',
  'constructor',
  'toString',
  '',
  'a/b',
  '~0',
  '$patch',
  '$setElementOrder/containers',
  '\u0000',
  '🙂',
];

const scalar: fc.Arbitrary<JsonValue> = fc.oneof(
  fc.string(),
  fc.string({ unit: 'grapheme' }),
  fc.integer(),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.boolean(),
  fc.constant(null),
  fc.constantFrom<JsonValue>(
    -1,
    0,
    2 ** 31,
    2 ** 53,
    9_223_372_036_854_775_807n,
    -9_223_372_036_854_775_808n,
    1e300,
    '',
    'x',
    'default',
    'v1',
    'apps/v1',
    'Always',
    '1Gi',
    '-1',
    '100%',
    '2026-01-01T00:00:00Z',
    'not a time',
    '10.96.0.1',
    'kubernetes',
    'x'.repeat(300),
    '../../etc/passwd',
    '*',
    'orphan',
    'foregroundDeletion',
    '((((((((((a*)*)*)*)*)*)*)*)*)*)',
    'self.size > 0',
  ),
);

/** Any JSON, with the keys that mean something to the server. */
export const anyJson: fc.Arbitrary<JsonValue> = fc.letrec<{ value: JsonValue }>((tie) => ({
  value: fc.oneof(
    { depthSize: 'small', maxDepth: 5 },
    scalar,
    fc.array(tie('value'), { maxLength: 3 }),
    // An entry by entry copy, since a literal with __proto__ would set a prototype.
    fc.array(fc.tuple(fc.constantFrom(...keys), tie('value')), { maxLength: 4 }).map(objectOf),
  ),
})).value;

export const mutation: fc.Arbitrary<Mutation> = fc.record({
  place: fc.nat(10_000),
  change: fc.constantFrom('replace', 'remove', 'add', 'wrap', 'repeat'),
  value: anyJson,
});

function objectOf(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) setKey<JsonValue>(object, key, value);
  return object;
}

/** The value after one change. */
export function mutate(value: JsonValue, { place, change, value: other }: Mutation): JsonValue {
  const copy = structuredClone(value);
  const places = placesOf(copy);
  const spot = places[place % Math.max(1, places.length)];
  if (spot === undefined) return other;
  const { parent, key } = spot;
  const old = (parent as JsonObject)[key] ?? null;
  const put = (next: JsonValue): void => {
    if (Array.isArray(parent)) parent[Number(key)] = next;
    else setKey<JsonValue>(parent, key, next);
  };
  switch (change) {
    case 'replace':
      put(other);
      break;
    case 'remove':
      if (Array.isArray(parent)) parent.splice(Number(key), 1);
      else delete parent[key];
      break;
    case 'add':
      if (isJsonObject(old)) setKey<JsonValue>(old, keys[place % keys.length] ?? 'x', other);
      else if (Array.isArray(old)) old.push(other);
      else put([old, other]);
      break;
    case 'wrap':
      put(place % 2 === 0 ? [old] : { x: old });
      break;
    case 'repeat':
      if (Array.isArray(old)) old.push(...structuredClone(old));
      else put(typeof old === 'string' ? old + old : old);
      break;
  }
  return copy;
}

interface Spot {
  readonly parent: JsonObject | JsonValue[];
  readonly key: string;
}

function placesOf(value: JsonValue): Spot[] {
  if (typeof value !== 'object' || value === null) return [];
  const parent = value as JsonObject | JsonValue[];
  return Object.entries(value).flatMap(([key, child]) => [{ parent, key }, ...placesOf(child as JsonValue)]);
}
