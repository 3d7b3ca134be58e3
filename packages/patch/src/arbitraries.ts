import { type JsonObject, type JsonValue, setKey } from '@flux19/objects';
import fc, { type Arbitrary } from 'fast-check';

/** Names of fields, some of which prototypes have. */
export const fieldNames: Arbitrary<string> = fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor', 'toString');

const scalars: Arbitrary<JsonValue> = fc.constantFrom<JsonValue>(0, 1, 2.5, 2n ** 60n, '', 'x', true, false);

/** Objects without nulls, which merge patches can't express, frozen so that no function may change them. */
export const documents: Arbitrary<JsonObject> = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
  object: fc.array(fc.tuple(fieldNames, tie('value')), { maxLength: 4 }).map(objectOf),
  value: fc.oneof({ depthSize: 'small' }, scalars, fc.array(tie('value'), { maxLength: 3 }), tie('object')),
})).object;

/** Objects as above, but without lists. */
export const trees: Arbitrary<JsonObject> = fc.letrec<{ object: JsonObject; value: JsonValue }>((tie) => ({
  object: fc.array(fc.tuple(fieldNames, tie('value')), { maxLength: 4 }).map(objectOf),
  value: fc.oneof({ depthSize: 'small' }, scalars, tie('object')),
})).object;

/** Makes a frozen object of fields with any names. */
export function objectOf(entries: readonly (readonly [string, JsonValue])[]): JsonObject {
  const object: JsonObject = {};
  for (const [key, value] of entries) setKey(object, key, value);
  return deepFreeze(object);
}

/** Freezes a value at every depth. */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null) return value;
  for (const child of Object.values(value)) deepFreeze(child);
  return Object.freeze(value);
}
