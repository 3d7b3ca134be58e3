/**
 * Any JSON value. Integers of 64 bits that a double can't hold are bigint, so that none is rounded silently;
 * every other number is a number.
 */
export type JsonValue = null | boolean | number | bigint | string | JsonValue[] | JsonObject;

/** A JSON object. Keys come from outside: write them with `setKey` and read them with `getKey`. */
export interface JsonObject {
  [key: string]: JsonValue | undefined;
}
