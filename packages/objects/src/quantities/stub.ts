import type { Quantity } from './quantity.ts';

/** Reads `500m`, `1.5Gi`, `1e3`. Throws QuantityError. */
export function parseQuantity(_text: string): Quantity {
  throw new Error('soon');
}

/** The canonical form: `1500m` becomes `1500m`, `1024Ki` becomes `1Mi`. */
export function formatQuantity(_quantity: Quantity): string {
  throw new Error('soon');
}

/** -1, 0 or 1. */
export function compareQuantities(_left: Quantity, _right: Quantity): -1 | 0 | 1 {
  throw new Error('soon');
}

/** The sum, in the format of the first unless that is zero. */
export function addQuantities(_left: Quantity, _right: Quantity): Quantity {
  throw new Error('soon');
}

/** The difference, in the format of the first unless that is zero. */
export function subtractQuantities(_left: Quantity, _right: Quantity): Quantity {
  throw new Error('soon');
}

/** The amount in units of 10^`exponent`, rounded away from zero: `quantityValue(q, -3)` counts thousandths. */
export function quantityValue(_quantity: Quantity, _exponent?: number): bigint {
  throw new Error('soon');
}
