import type { QuantityFormat } from './quantity.ts';

/** What a suffix multiplies by: `base`^`exponent`. */
export interface Suffix {
  readonly base: 2 | 10;
  readonly exponent: number;
  readonly format: QuantityFormat;
}

const decimalSuffixes = new Map([
  ['n', -9],
  ['u', -6],
  ['m', -3],
  ['', 0],
  ['k', 3],
  ['M', 6],
  ['G', 9],
  ['T', 12],
  ['P', 15],
  ['E', 18],
]);
const binarySuffixes = new Map([
  ['Ki', 10],
  ['Mi', 20],
  ['Gi', 30],
  ['Ti', 40],
  ['Pi', 50],
  ['Ei', 60],
]);
const decimalByExponent = new Map([...decimalSuffixes].map(([suffix, exponent]) => [exponent, suffix]));
const binaryByExponent = new Map([...binarySuffixes].map(([suffix, exponent]) => [exponent, suffix]));

/** Reads a suffix; undefined when there is none of that name. */
export function interpretSuffix(text: string): Suffix | undefined {
  const decimal = decimalSuffixes.get(text);
  if (decimal !== undefined) return { base: 10, exponent: decimal, format: 'DecimalSI' };
  const binary = binarySuffixes.get(text);
  if (binary !== undefined) return { base: 2, exponent: binary, format: 'BinarySI' };
  const match = /^[eE]([-+]?[0-9]+)$/.exec(text);
  if (match?.[1] === undefined) return undefined;
  const exponent = BigInt(match[1].replace('+', ''));
  if (BigInt.asIntN(64, exponent) !== exponent) return undefined;
  // Kubernetes: the exponent is cut to 32 bits.
  return { base: 10, exponent: Number(BigInt.asIntN(32, exponent)), format: 'DecimalExponent' };
}

/**
 * The suffix for a power of ten, or of two for BinarySI.
 * Kubernetes: an exponent beyond the largest suffix is printed without any.
 */
export function suffixFor(exponent: number, format: QuantityFormat): string {
  if (format === 'DecimalExponent') return exponent === 0 ? '' : `e${exponent}`;
  const known = format === 'BinarySI' ? binaryByExponent : decimalByExponent;
  return known.get(exponent) ?? '';
}
