import { QuantityError } from './quantity.ts';

// Quantities may be written as 1e2147483647: expanding such a number would fill the memory.
const mostDigits = 5000;

/** 10^`digits`. Throws {@link QuantityError} when that is too large to be an amount of anything. */
export function powerOfTen(digits: number): bigint {
  if (digits > mostDigits) throw new QuantityError(`quantity needs more than ${mostDigits} digits`);
  return 10n ** BigInt(digits);
}

/** How many decimal digits an integer has, without its sign. */
export function countDigits(value: bigint): number {
  return (value < 0n ? -value : value).toString().length;
}

/** `value` / 10^`digits`, rounded away from zero. */
export function divideRoundingUp(value: bigint, digits: number): bigint {
  if (digits <= 0 || value === 0n) return value;
  const sign = value < 0n ? -1n : 1n;
  if (countDigits(value) <= digits) return sign;
  const divisor = powerOfTen(digits);
  const quotient = value / divisor;
  return value % divisor === 0n ? quotient : quotient + sign;
}

/** Divides by `factor` as long as nothing remains; `times` tells how often. Zero stays as it is. */
export function removeFactors(value: bigint, factor: bigint): { readonly rest: bigint; readonly times: number } {
  let rest = value;
  let times = 0;
  while (rest !== 0n && rest % factor === 0n) {
    rest /= factor;
    times++;
  }
  return { rest, times };
}
