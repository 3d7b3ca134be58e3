/** The sizes that a value may turn out to have: characters of a text, items of a list, entries of a map. */
export interface SizeRange {
  readonly min: number;
  readonly max: number;
}

/** Estimates never grow beyond this, which also stands for "nobody knows". */
export const boundless: number = 2 ** 64;

export const unknownSize: SizeRange = { min: 0, max: boundless };

export function fixedSize(size: number): SizeRange {
  return { min: size, max: size };
}

/** Adds costs. */
export function plus(left: number, right: number): number {
  return Math.min(boundless, left + right);
}

/** Multiplies costs. */
export function times(left: number, right: number): number {
  return left === 0 || right === 0 ? 0 : Math.min(boundless, left * right);
}

/** The cost of reading so much at a price per piece, rounded up. */
export function reading(size: number, price: number): number {
  return Math.min(boundless, Math.ceil(size * price));
}

export function addSizes(left: SizeRange, right: SizeRange): SizeRange {
  return { min: plus(left.min, right.min), max: plus(left.max, right.max) };
}

export function multiplySizes(left: SizeRange, right: SizeRange): SizeRange {
  return { min: times(left.min, right.min), max: times(left.max, right.max) };
}

/** The sizes that are in one range or the other. */
export function eitherSize(left: SizeRange, right: SizeRange): SizeRange {
  return { min: Math.min(left.min, right.min), max: Math.max(left.max, right.max) };
}
