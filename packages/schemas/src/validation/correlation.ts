import { deepEqual, getKey, isJsonObject, type JsonValue, type StructuralSchema } from '@flux19/objects';
import { additionalSchema } from '../schema/additional-schema.ts';

/** The stored counterpart of a value; `uncorrelated` when there is none to compare with. */
export type Old = JsonValue | typeof uncorrelated;

/** Says that a value has no stored counterpart. */
export const uncorrelated: unique symbol = Symbol('uncorrelated');

/** The stored counterpart of a field. */
export function correlateKey(old: Old, key: string, schema: StructuralSchema): Old {
  if (!isJsonObject(old)) return uncorrelated;
  const known = getKey(schema.properties ?? {}, key) ?? additionalSchema(schema);
  const value = getKey(old, key);
  return known === undefined || value === undefined ? uncorrelated : value;
}

/** Finds stored counterparts of the items of one list: by their keys in lists of type `map`, never in other lists. */
export function itemCorrelator(old: Old, schema: StructuralSchema): (element: JsonValue) => Old {
  if (old === uncorrelated) return correlateNothing;
  const keys = schema['x-kubernetes-list-map-keys'] ?? [];
  const isCorrelatable = schema['x-kubernetes-list-type'] === 'map' && keys.length > 0 && schema.items !== undefined;
  if (!isCorrelatable || !Array.isArray(old)) return correlateNothing;
  let index: ReadonlyMap<string, JsonValue> | undefined;
  return (element) => {
    const key = compositeKey(element, keys);
    if (key === undefined) return uncorrelated;
    index ??= indexByKey(old, keys);
    return index.get(key) ?? uncorrelated;
  };
}

function correlateNothing(): Old {
  return uncorrelated;
}

function indexByKey(list: readonly JsonValue[], keys: readonly string[]): ReadonlyMap<string, JsonValue> {
  const index = new Map<string, JsonValue>();
  for (const element of list) {
    const key = compositeKey(element, keys);
    if (key !== undefined && !index.has(key)) index.set(key, element);
  }
  return index;
}

/** Undefined when a key is missing or no scalar. */
function compositeKey(element: JsonValue, keys: readonly string[]): string | undefined {
  if (!isJsonObject(element)) return undefined;
  let text = '';
  for (const key of keys) {
    const value = getKey(element, key);
    if (value === undefined || value === null || typeof value === 'object') return undefined;
    text += `\u0000${typeof value}:${String(value)}`;
  }
  return text;
}

/** Whether a value equals its stored counterpart, so that its faults are not new. */
export function isUnchanged(value: JsonValue, old: Old): boolean {
  return old !== uncorrelated && deepEqual(value, old);
}
