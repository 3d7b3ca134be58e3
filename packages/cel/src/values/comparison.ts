import { compareNumbers, isNumeric } from './numbers.ts';
import { Duration, Timestamp } from './time.ts';
import type { Value } from './value.ts';

/** Orders two values of one comparable type: -1, 0, 1, NaN for no order; undefined when they can't be compared. */
export function compareValues(left: Value, right: Value): number | undefined {
  if (isNumeric(left)) return isNumeric(right) ? compareNumbers(left, right) : undefined;
  if (typeof left === 'string') return typeof right === 'string' ? compareTexts(left, right) : undefined;
  if (typeof left === 'boolean') return typeof right === 'boolean' ? Number(left) - Number(right) : undefined;
  if (left instanceof Uint8Array) return right instanceof Uint8Array ? compareBytes(left, right) : undefined;
  return compareTimes(left, right);
}

function compareTimes(left: Value, right: Value): number | undefined {
  const comparable =
    (left instanceof Duration && right instanceof Duration) ||
    (left instanceof Timestamp && right instanceof Timestamp);
  return comparable ? compareNumbers(left.nanoseconds, right.nanoseconds) : undefined;
}

/** By code points, as UTF-8 sorts; UTF-16 order differs beyond the basic plane. */
function compareTexts(left: string, right: string): number {
  if (left === right) return 0;
  const length = Math.min(left.length, right.length);
  let index = 0;
  while (index < length && left.charCodeAt(index) === right.charCodeAt(index)) index++;
  if (index === length) return left.length < right.length ? -1 : 1;
  return rank(left.charCodeAt(index)) < rank(right.charCodeAt(index)) ? -1 : 1;
}

/** Puts surrogates, which stand for the highest code points, above all other units. */
function rank(unit: number): number {
  return unit >= 0xd800 && unit < 0xe000 ? unit + 0x2000 : unit;
}

function compareBytes(left: Uint8Array, right: Uint8Array): number {
  const length = Math.min(left.length, right.length);
  for (let index = 0; index < length; index++) {
    const difference = (left[index] ?? 0) - (right[index] ?? 0);
    if (difference !== 0) return difference < 0 ? -1 : 1;
  }
  return Math.sign(left.length - right.length);
}
