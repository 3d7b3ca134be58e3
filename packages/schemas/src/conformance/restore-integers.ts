import type { JsonValue } from '@flux19/objects';

/** Rows are read as doubles, which round large integers: 2^63 was 2^63 - 1. The product reads them as bigint. */
export function restoreIntegers(value: JsonValue): JsonValue {
  if (typeof value === 'number' && Number.isInteger(value) && !Number.isSafeInteger(value)) {
    return value === 2 ** 63 ? 2n ** 63n - 1n : BigInt(value);
  }
  if (typeof value !== 'object' || value === null) return value;
  if (Array.isArray(value)) return value.map(restoreIntegers);
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [key, restoreIntegers(field ?? null)]));
}
