import { divideRoundingUp, powerOfTen, removeFactors } from './decimal.ts';
import type { Quantity, QuantityFormat } from './quantity.ts';
import { compareQuantities } from './quantity-arithmetic.ts';
import { suffixFor } from './suffixes.ts';

const kibi: Quantity = { unscaled: 1024n, exponent: 0, format: 'BinarySI' };
const minusKibi: Quantity = { unscaled: -1024n, exponent: 0, format: 'BinarySI' };

/**
 * Writes a quantity in its canonical form: no fraction, and the largest suffix that allows it (`1.5Gi` is `1536Mi`).
 * A binary amount below 1024 or with a fraction is written in decimal form, so that nothing is rounded.
 */
export function formatQuantity(quantity: Quantity): string {
  if (quantity.text !== undefined) return quantity.text;
  if (quantity.unscaled === 0n) return '0';
  if (quantity.format === 'BinarySI' && isWholeAndLarge(quantity)) return formatBinary(quantity);
  return formatDecimal(quantity, quantity.format === 'BinarySI' ? 'DecimalSI' : quantity.format);
}

function isWholeAndLarge(quantity: Quantity): boolean {
  if (compareQuantities(quantity, minusKibi) > 0 && compareQuantities(quantity, kibi) < 0) return false;
  return quantity.exponent >= 0 || quantity.unscaled % powerOfTen(-quantity.exponent) === 0n;
}

function formatBinary({ unscaled, exponent }: Quantity): string {
  const value = exponent >= 0 ? unscaled * powerOfTen(exponent) : divideRoundingUp(unscaled, -exponent);
  const { rest, times } = removeFactors(value, 1024n);
  return `${rest}${suffixFor(times * 10, 'BinarySI')}`;
}

function formatDecimal({ unscaled, exponent }: Quantity, format: QuantityFormat): string {
  const { rest, times } = removeFactors(unscaled, 10n);
  const reduced = exponent + times;
  // Suffixes exist for every third power only.
  const surplus = ((reduced % 3) + 3) % 3;
  return `${rest * 10n ** BigInt(surplus)}${suffixFor(reduced - surplus, format)}`;
}
