/** How a quantity is written: 1k = 1000, 1Ki = 1024 or 1e3. */
export type QuantityFormat = 'DecimalSI' | 'BinarySI' | 'DecimalExponent';

/**
 * An exact amount: `unscaled` × 10^`exponent`, and how to write it.
 * https://kubernetes.io/docs/reference/kubernetes-api/common-definitions/quantity/
 */
export interface Quantity {
  readonly unscaled: bigint;
  readonly exponent: number;
  readonly format: QuantityFormat;
  /** The text it was read from, where Kubernetes prints that text again instead of the canonical form. */
  readonly text?: string;
}

/** Text that is no quantity, or arithmetic that would need too many digits. */
export class QuantityError extends Error {
  override readonly name = 'QuantityError';
  readonly reason = 'InvalidQuantity';
}
