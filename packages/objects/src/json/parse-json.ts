import type { JsonValue } from './json-value.ts';

// The smallest integer that a double can't hold has sixteen digits; text without such a run needs no second look.
const longRunOfDigits = /\d{16}/;
const integer = /^-?\d+$/;
const smallestInt64 = -(2n ** 63n);
const largestInt64 = 2n ** 63n - 1n;

/** What engines pass to a reviver besides key and value: the number as it was written. */
type Reviver = (key: string, value: unknown, context: { readonly source?: string }) => unknown;

/**
 * Reads JSON text. Integers of 64 bits beyond 2^53 become bigint; larger ones become floating-point numbers, as the
 * Kubernetes API reads them. Throws a SyntaxError for anything that is not one JSON value.
 */
export function parseJson(text: string): JsonValue {
  if (!longRunOfDigits.test(text)) return JSON.parse(text) as JsonValue;
  const reviver: Reviver = (_key, value, context) => (typeof value === 'number' ? exact(value, context.source) : value);
  return JSON.parse(text, reviver as (key: string, value: unknown) => unknown) as JsonValue;
}

function exact(value: number, source: string | undefined): number | bigint {
  if (source === undefined || Number.isSafeInteger(value) || !integer.test(source)) return value;
  const whole = BigInt(source);
  return whole >= smallestInt64 && whole <= largestInt64 ? whole : value;
}
