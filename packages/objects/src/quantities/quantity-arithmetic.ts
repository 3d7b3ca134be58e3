import { countDigits, divideRoundingUp, powerOfTen } from './decimal.ts';
import type { Quantity } from './quantity.ts';

/** Orders two amounts, whatever their formats: -1, 0 or 1. */
export function compareQuantities(left: Quantity, right: Quantity): -1 | 0 | 1 {
  const difference = signOf(left) - signOf(right);
  if (difference !== 0) return difference < 0 ? -1 : 1;
  if (left.unscaled === 0n) return 0;
  // The place of the first digit decides without expanding 1e999999999.
  const places = countDigits(left.unscaled) + left.exponent - countDigits(right.unscaled) - right.exponent;
  if (places !== 0) return places > 0 === left.unscaled > 0n ? 1 : -1;
  const [a, b] = align(left, right);
  if (a === b) return 0;
  return a < b ? -1 : 1;
}

function signOf({ unscaled }: Quantity): number {
  if (unscaled === 0n) return 0;
  return unscaled < 0n ? -1 : 1;
}

/** The sum, in the format of the first amount, or of the second where the first is zero. Throws QuantityError. */
export function addQuantities(left: Quantity, right: Quantity): Quantity {
  return combine(left, right, (a, b) => a + b);
}

/** The difference, in the format of the first amount, or of the second where the first is zero. Throws QuantityError. */
export function subtractQuantities(left: Quantity, right: Quantity): Quantity {
  return combine(left, right, (a, b) => a - b);
}

function combine(left: Quantity, right: Quantity, operation: (a: bigint, b: bigint) => bigint): Quantity {
  const [a, b] = align(left, right);
  const format = left.unscaled === 0n ? right.format : left.format;
  return { unscaled: operation(a, b), exponent: Math.min(left.exponent, right.exponent), format };
}

function align(left: Quantity, right: Quantity): readonly [bigint, bigint] {
  const exponent = Math.min(left.exponent, right.exponent);
  return [left.unscaled * powerOfTen(left.exponent - exponent), right.unscaled * powerOfTen(right.exponent - exponent)];
}

/**
 * The amount as a whole number of 10^`exponent`, rounded away from zero: `quantityValue(cpu, -3)` counts thousandths.
 * Throws QuantityError when the number would have thousands of digits.
 */
export function quantityValue({ unscaled, exponent }: Quantity, unitExponent = 0): bigint {
  const shift = exponent - unitExponent;
  return shift >= 0 ? unscaled * powerOfTen(shift) : divideRoundingUp(unscaled, -shift);
}

/** The amount as the nearest floating-point number; infinite when beyond their range. */
export function quantityToNumber({ unscaled, exponent }: Quantity): number {
  return Number(`${unscaled}e${exponent}`);
}
