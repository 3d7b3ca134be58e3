/**
 * Compares two JSON values. The order of fields does not matter; a field that is undefined counts as absent;
 * a bigint never equals a number, since every integer has exactly one of the two forms.
 */
export function deepEqual(left: unknown, right: unknown): boolean {
  if (Object.is(left, right) || left === right) return true;
  if (typeof left !== 'object' || typeof right !== 'object' || left === null || right === null) return false;
  if (Array.isArray(left)) return Array.isArray(right) && equalLists(left, right);
  return !Array.isArray(right) && equalObjects(left as Fields, right as Fields);
}

interface Fields {
  readonly [key: string]: unknown;
}

function equalLists(left: readonly unknown[], right: readonly unknown[]): boolean {
  if (left.length !== right.length) return false;
  for (let i = 0; i < left.length; i++) {
    if (!deepEqual(left[i], right[i])) return false;
  }
  return true;
}

function equalObjects(left: Fields, right: Fields): boolean {
  const leftKeys = Object.keys(left);
  const rightKeys = Object.keys(right);
  let shared = 0;
  for (const key of leftKeys) {
    const value = left[key];
    if (value === undefined) continue;
    if (!Object.hasOwn(right, key) || !deepEqual(value, right[key])) return false;
    shared++;
  }
  if (shared === rightKeys.length) return true;
  return shared === rightKeys.filter((key) => right[key] !== undefined).length;
}
