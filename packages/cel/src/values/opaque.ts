import type { Value } from './value.ts';

/** A value of a type that only its own functions look into: a quantity, a URL, an address. */
export abstract class Opaque {
  /** Name of the type: `kubernetes.Quantity`. */
  abstract readonly typeName: string;
  abstract equals(other: Value): boolean;
  abstract toString(): string;
  /** Size that costs are computed from. */
  get size(): number {
    return 1;
  }
}
