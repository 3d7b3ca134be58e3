import { GoInteger } from '../values/go-integer.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoValue } from '../values/go-value.ts';
import { isFunction, isList, isNil, isObject } from '../values/kinds.ts';
import { sortedEntries } from '../values/sorted-entries.ts';

/** reflect.DeepEqual: the types have to be the same too. */
export function deepEqual(a: GoValue, b: GoValue): boolean {
  if (isNil(a) || isNil(b)) return isNil(a) && isNil(b);
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object') return false;
  if (isList(a) && isList(b)) return a.length === b.length && a.every((item, index) => deepEqual(item, b[index]));
  if (a instanceof GoStruct && b instanceof GoStruct) {
    return a.type === b.type && a.type.fields.every((field) => deepEqual(a.get(field), b.get(field)));
  }
  if (isObject(a) && isObject(b)) return !isFunction(a) && equalMaps(a, b);
  return equalScalars(a, b);
}

function equalScalars(a: GoValue, b: GoValue): boolean {
  if (a instanceof GoInteger && b instanceof GoInteger) return a.kind === b.kind && a.value === b.value;
  return a instanceof GoTime && b instanceof GoTime && a.ms === b.ms && a.zone === b.zone;
}

function equalMaps(a: GoValue, b: GoValue): boolean {
  const [left, right] = [sortedEntries(a), sortedEntries(b)];
  return (
    left.length === right.length &&
    left.every(([key, value], index) => key === right[index]?.[0] && deepEqual(value, right[index]?.[1]))
  );
}
