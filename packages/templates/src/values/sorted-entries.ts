import { GoStruct } from './go-struct.ts';
import type { GoValue } from './go-value.ts';
import { integerOf, isObject } from './kinds.ts';

/** Entries of a map in the order in which Go's templates and fmt go through them. */
export function sortedEntries(value: GoValue): readonly (readonly [GoValue, GoValue])[] {
  if (value instanceof Map) return [...value.entries()].toSorted(([a], [b]) => compareKeys(a, b));
  if (!isObject(value)) return [];
  return Object.entries(value).toSorted(([a], [b]) => compareText(a, b));
}

/** By bytes, as Go compares strings; UTF-16 would put the characters beyond U+FFFF too low. */
export function compareText(a: string, b: string): number {
  if (a === b) return 0;
  const length = Math.min(a.length, b.length);
  for (let i = 0; i < length; i += 1) {
    const [x, y] = [a.charCodeAt(i), b.charCodeAt(i)];
    if (x !== y) return order(x) - order(y);
  }
  return a.length - b.length;
}

/** Halves of surrogate pairs come after everything else. */
function order(unit: number): number {
  return unit >= 0xd800 && unit <= 0xdfff ? unit + 0x10_000 : unit;
}

function compareKeys(a: GoValue, b: GoValue): number {
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b);
  if (a instanceof GoStruct && b instanceof GoStruct) return compareStructs(a, b);
  const [x, y] = [integerOf(a) ?? a, integerOf(b) ?? b];
  if (typeof x === 'bigint' && typeof y === 'bigint') return x < y ? -1 : x > y ? 1 : 0;
  if (typeof x === 'number' && typeof y === 'number') return x - y;
  return Number(x === true) - Number(y === true);
}

function compareStructs(a: GoStruct, b: GoStruct): number {
  for (const field of a.type.fields) {
    const difference = compareKeys(a.get(field), b.get(field));
    if (difference !== 0) return difference;
  }
  return 0;
}
