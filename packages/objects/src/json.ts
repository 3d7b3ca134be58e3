/** Any JSON value. Integers beyond 2^53 are bigint, so that none is rounded silently; every other number is a number. */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** A JSON object. Keys come from outside: write them with `setKey`, never with `object[key] = value`. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}
