import { Fault } from './fault.ts';
import { UnsignedInt } from './unsigned-int.ts';
import type { Value } from './value.ts';

const minInt = -(2n ** 63n);
const maxInt = 2n ** 63n - 1n;
const maxUint = 2n ** 64n - 1n;

/** A number of any of the three kinds. */
export type Numeric = bigint | number | UnsignedInt;

export function isNumeric(value: Value): value is Numeric {
  return typeof value === 'bigint' || typeof value === 'number' || value instanceof UnsignedInt;
}

/** -1, 0 or 1; NaN when one of them is no number. Compares exactly, also across kinds. */
export function compareNumbers(left: Numeric, right: Numeric): number {
  const a = left instanceof UnsignedInt ? left.value : left;
  const b = right instanceof UnsignedInt ? right.value : right;
  if (a < b) return -1;
  if (a > b) return 1;
  // Of bigint and number, only values that are the same number are neither less nor greater; NaN is neither as well.
  return isNotNumber(a) || isNotNumber(b) ? Number.NaN : 0;
}

/** An int, or a fault when it does not fit 64 bits. */
export function toInt(value: bigint): bigint | Fault {
  return value < minInt || value > maxInt ? new Fault('integer overflow') : value;
}

/** An unsigned int, or a fault when it does not fit 64 bits. */
export function toUint(value: bigint): UnsignedInt | Fault {
  return value < 0n || value > maxUint ? new Fault('unsigned integer overflow') : new UnsignedInt(value);
}

/** Cuts a double to an int; a fault when it does not fit. */
export function doubleToInt(value: number): bigint | Fault {
  // 2^63 itself does not fit, and doubles near it are multiples of 1024.
  if (!(value > -(2 ** 63) && value < 2 ** 63)) return new Fault('integer overflow');
  return BigInt(Math.trunc(value));
}

/** Cuts a double to an unsigned int; a fault when it does not fit. */
export function doubleToUint(value: number): UnsignedInt | Fault {
  if (!(value >= 0 && value < 2 ** 64)) return new Fault('unsigned integer overflow');
  return new UnsignedInt(BigInt(Math.trunc(value)));
}

function isNotNumber(value: bigint | number): boolean {
  return typeof value === 'number' && Number.isNaN(value);
}
