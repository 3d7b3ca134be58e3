import { isJsonObject, type JsonObject, type JsonValue } from '@flux19/objects';

/**
 * A total order of JSON values, the one that field sets are sorted by:
 * numbers before text before booleans before lists before objects before null.
 */
export function compareValues(a: JsonValue, b: JsonValue): number {
  const rank = rankOf(a);
  const difference = rank - rankOf(b);
  if (difference !== 0) return difference;
  if (Array.isArray(a)) return compareLists(a, b as JsonValue[]);
  if (isJsonObject(a)) return compareObjects(a, b as JsonObject);
  return comparePrimitives(a, b as typeof a);
}

function rankOf(value: JsonValue): number {
  if (value === null) return 5;
  switch (typeof value) {
    case 'number':
    case 'bigint':
      return 0;
    case 'string':
      return 1;
    case 'boolean':
      return 2;
    default:
      return Array.isArray(value) ? 3 : 4;
  }
}

/** Orders two values that JavaScript itself can order. */
export function comparePrimitives<T extends number | bigint | string | boolean | null>(a: T, b: T): number {
  if (a === b || a === null || b === null) return 0;
  return a < b ? -1 : a > b ? 1 : 0;
}

function compareLists(a: readonly JsonValue[], b: readonly JsonValue[]): number {
  const shared = Math.min(a.length, b.length);
  for (let i = 0; i < shared; i++) {
    const order = compareValues(a[i] ?? null, b[i] ?? null);
    if (order !== 0) return order;
  }
  return a.length - b.length;
}

function compareObjects(a: JsonObject, b: JsonObject): number {
  const left = Object.keys(a).toSorted();
  const right = Object.keys(b).toSorted();
  const shared = Math.min(left.length, right.length);
  for (let i = 0; i < shared; i++) {
    const name = left[i] ?? '';
    const order = comparePrimitives(name, right[i] ?? '') || compareValues(a[name] ?? null, b[name] ?? null);
    if (order !== 0) return order;
  }
  return left.length - right.length;
}
