/**
 * Writes one field, whatever its name is. A plain assignment to `__proto__` would replace the prototype instead.
 * Spread, `Object.entries` and `Object.fromEntries` keep such a field; `Object.assign` does not.
 */
export function setKey<T>(object: { [key: string]: T | undefined }, key: string, value: T): void {
  if (key !== '__proto__') {
    object[key] = value;
    return;
  }
  Object.defineProperty(object, key, { value, writable: true, enumerable: true, configurable: true });
}

/** Reads one field of the object itself: never `constructor`, `toString` or `__proto__` of its prototype. */
export function getKey<T>(object: { readonly [key: string]: T | undefined }, key: string): T | undefined {
  return Object.hasOwn(object, key) ? object[key] : undefined;
}
