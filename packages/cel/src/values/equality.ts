import { Fault } from './fault.ts';
import { CelList } from './list.ts';
import { CelMap } from './map.ts';
import { compareNumbers, isNumeric } from './numbers.ts';
import { Opaque } from './opaque.ts';
import { Optional } from './optional.ts';
import { Duration, Timestamp } from './time.ts';
import { TypeValue } from './type-value.ts';
import { UnsignedInt } from './unsigned-int.ts';
import type { Value } from './value.ts';
import { work } from './work.ts';

/** `==`: values of different types are unequal, but numbers are compared by value. A fault inside a value is the answer. */
export function valuesEqual(left: Value, right: Value): boolean | Fault {
  if (left instanceof Fault) return left;
  if (right instanceof Fault) return right;
  if (isNumeric(left) && isNumeric(right)) return compareNumbers(left, right) === 0;
  if (left instanceof CelList) return right instanceof CelList && listsEqual(left, right);
  if (left instanceof CelMap) return mapsEqual(left, right);
  if (left instanceof Optional) return right instanceof Optional && optionalsEqual(left, right);
  return scalarsEqual(left, right);
}

function scalarsEqual(left: Value, right: Value): boolean {
  if (left instanceof Opaque) return left.equals(right);
  if (left instanceof Duration) return right instanceof Duration && left.nanoseconds === right.nanoseconds;
  if (left instanceof Timestamp) return right instanceof Timestamp && left.nanoseconds === right.nanoseconds;
  if (left instanceof TypeValue) return right instanceof TypeValue && left.name === right.name;
  if (left instanceof Uint8Array) return right instanceof Uint8Array && bytesEqual(left, right);
  if (left instanceof UnsignedInt) return false;
  return left === right;
}

function bytesEqual(left: Uint8Array, right: Uint8Array): boolean {
  return left.length === right.length && left.every((byte, index) => byte === right[index]);
}

function optionalsEqual(left: Optional, right: Optional): boolean | Fault {
  if (left.value === undefined || right.value === undefined) return left.value === right.value;
  return valuesEqual(left.value, right.value);
}

function listsEqual(left: CelList, right: CelList): boolean | Fault {
  const own = left.equals(right);
  if (own !== undefined) return own;
  if (left.size !== right.size) return false;
  work(left.size);
  for (let index = 0; index < left.size; index++) {
    const equal = valuesEqual(left.get(index), right.get(index));
    if (equal !== true) return equal;
  }
  return true;
}

function mapsEqual(left: CelMap, right: Value): boolean | Fault {
  const own = left.equals(right);
  if (own !== undefined) return own;
  if (!(right instanceof CelMap) || left.size !== right.size) return false;
  work(left.size);
  for (const key of left.keys()) {
    const other = right.find(key);
    if (other === undefined) return false;
    const equal = valuesEqual(left.find(key) ?? null, other);
    if (equal !== true) return equal;
  }
  return true;
}
