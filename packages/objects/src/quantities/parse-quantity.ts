import { divideRoundingUp } from './decimal.ts';
import { type Quantity, QuantityError } from './quantity.ts';
import { interpretSuffix, type Suffix } from './suffixes.ts';

// Every character belongs to one group only, so that no text makes the search slow.
const parts = /^([+-]?)([0-9]*)(?:\.([0-9]*))?((?:[eEinumkKMGTP]+(?:[-+]?[0-9]*)|[-+][0-9]*)?)$/;
const formatWrong = "quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'";
const smallestExponent = -9;
const largestInt64 = 2n ** 63n - 1n;

/** A number as written: sign, digits before and after the point (leading zeros removed), and suffix. */
interface Written {
  readonly text: string;
  readonly isNegative: boolean;
  readonly whole: string;
  readonly fraction: string;
  readonly suffix: Suffix;
}

/**
 * Reads a quantity: `500m`, `1.5Gi`, `1e3`. Amounts below a billionth are rounded up to one.
 * Throws {@link QuantityError} with Kubernetes' message.
 */
export function parseQuantity(text: string): Quantity {
  const match = text === '' ? null : parts.exec(text);
  if (match === null) throw new QuantityError(formatWrong);
  const [, sign, digits = '', fraction = '', suffixText = ''] = match;
  const suffix = interpretSuffix(suffixText);
  if (suffix === undefined) throw new QuantityError("unable to parse quantity's suffix");
  const whole = digits.replace(/^0+/, '') || '0';
  const written: Written = { text, isNegative: sign === '-', whole, fraction, suffix };
  return isShort(written) ? readShort(written) : readLong(written);
}

// Kubernetes reads numbers that surely fit into 64 bits in another way, and keeps the text of most of them.
function isShort({ whole, fraction, suffix }: Written): boolean {
  if (suffix.format === 'BinarySI') {
    return fraction === '' && 15 - whole.length - Math.trunc((suffix.exponent * 3) / 10) - 1 >= 0;
  }
  return whole.length + fraction.length <= 18 && suffix.exponent - fraction.length >= smallestExponent;
}

function readShort(written: Written): Quantity {
  const { text, isNegative, whole, fraction, suffix } = written;
  const digits = `${whole}${fraction}`;
  const value = BigInt(digits);
  const isBinary = suffix.format === 'BinarySI';
  const magnitude = isBinary ? value << BigInt(suffix.exponent) : value;
  const exponent = isBinary ? 0 : suffix.exponent - fraction.length;
  const quantity = { unscaled: isNegative ? -magnitude : magnitude, exponent, format: suffix.format };
  const keepsText = isBinary
    ? (value & 7n) !== 0n
    : exponent % 3 === 0 && !digits.endsWith('000') && !digits.startsWith('0');
  return keepsText ? { ...quantity, text } : quantity;
}

function readLong({ isNegative, whole, fraction, suffix }: Written): Quantity {
  const isBinary = suffix.format === 'BinarySI';
  const digits = BigInt(`${whole}${fraction}`);
  const scaled = isBinary ? digits << BigInt(suffix.exponent) : digits;
  const written = (isBinary ? 0 : suffix.exponent) - fraction.length;
  const exponent = Math.max(written, smallestExponent);
  const rounded = divideRoundingUp(scaled, exponent - written);
  const amount = isBinary ? capped(rounded, exponent) : { magnitude: rounded, exponent };
  const isFraction = amount.magnitude > 0n && amount.exponent < 0 && amount.magnitude < 10n ** BigInt(-exponent);
  return {
    unscaled: isNegative ? -amount.magnitude : amount.magnitude,
    exponent: amount.exponent,
    format: isBinary && isFraction ? 'DecimalSI' : suffix.format,
  };
}

// Binary amounts have no exponent above zero, so that this never expands anything.
function capped(magnitude: bigint, exponent: number): { readonly magnitude: bigint; readonly exponent: number } {
  const isTooLarge = magnitude > largestInt64 * 10n ** BigInt(-exponent);
  return isTooLarge ? { magnitude: largestInt64, exponent: 0 } : { magnitude, exponent };
}
