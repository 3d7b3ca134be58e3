import {
  addQuantities,
  compareQuantities,
  formatQuantity,
  parseQuantity,
  type Quantity,
  QuantityError,
  subtractQuantities,
} from '@flux19/objects';
import { Fault } from '../values/fault.ts';
import { Opaque } from '../values/opaque.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

const typeName = 'kubernetes.Quantity';

class QuantityValue extends Opaque {
  override readonly typeName = typeName;
  readonly quantity: Quantity;

  constructor(quantity: Quantity) {
    super();
    this.quantity = quantity;
  }

  override equals(other: Value): boolean {
    return other instanceof QuantityValue && compareQuantities(this.quantity, other.quantity) === 0;
  }

  override toString(): string {
    return formatQuantity(this.quantity);
  }
}

function parse(text: string): Quantity | Fault {
  try {
    return parseQuantity(text);
  } catch (thrown) {
    if (thrown instanceof QuantityError) return new Fault(thrown.message);
    throw thrown;
  }
}

function toQuantity(text: string): Value {
  const quantity = parse(text);
  return quantity instanceof Fault ? quantity : new QuantityValue(quantity);
}

function compare(left: QuantityValue, right: QuantityValue): number {
  return compareQuantities(left.quantity, right.quantity);
}

/** The amount as an int of 64 bits; undefined when it has decimals or is too large. */
function wholeAmount({ quantity: { unscaled, exponent } }: QuantityValue): bigint | undefined {
  if (exponent > 30) return unscaled === 0n ? 0n : undefined;
  const scale = 10n ** BigInt(Math.abs(exponent));
  if (exponent < 0 && unscaled % scale !== 0n) return undefined;
  const value = exponent < 0 ? unscaled / scale : unscaled * scale;
  return value >= -(2n ** 63n) && value < 2n ** 63n ? value : undefined;
}

function fromInt(value: bigint): QuantityValue {
  return new QuantityValue({ unscaled: value, exponent: 0, format: 'DecimalSI' });
}

function add(left: QuantityValue, right: QuantityValue): Value {
  return new QuantityValue(addQuantities(left.quantity, right.quantity));
}

function subtract(left: QuantityValue, right: QuantityValue): Value {
  return new QuantityValue(subtractQuantities(left.quantity, right.quantity));
}

function sign(value: QuantityValue): Value {
  const { unscaled } = value.quantity;
  return unscaled === 0n ? 0n : unscaled < 0n ? -1n : 1n;
}

/** Kubernetes quantities: https://kubernetes.io/docs/reference/using-api/cel/#kubernetes-quantity-library */
export const quantityLibrary: readonly FunctionDeclaration[] = [
  declare('quantity', overload('string_to_quantity', `(string) -> ${typeName}`, toQuantity)),
  declare(
    'isQuantity',
    overload('is_quantity_string', '(string) -> bool', (text: string) => !(parse(text) instanceof Fault)),
  ),
  declare('sign', overload('quantity_sign', `${typeName}.() -> int`, sign)),
  declare(
    'isGreaterThan',
    overload(
      'quantity_is_greater_than',
      `${typeName}.(${typeName}) -> bool`,
      (a: QuantityValue, b: QuantityValue) => compare(a, b) > 0,
    ),
  ),
  declare(
    'isLessThan',
    overload(
      'quantity_is_less_than',
      `${typeName}.(${typeName}) -> bool`,
      (a: QuantityValue, b: QuantityValue) => compare(a, b) < 0,
    ),
  ),
  declare(
    'compareTo',
    overload('quantity_compare_to', `${typeName}.(${typeName}) -> int`, (a: QuantityValue, b: QuantityValue) =>
      BigInt(compare(a, b)),
    ),
  ),
  declare(
    'asApproximateFloat',
    overload('quantity_get_float', `${typeName}.() -> double`, ({ quantity }: QuantityValue) =>
      Number(`${quantity.unscaled}e${quantity.exponent}`),
    ),
  ),
  declare(
    'asInteger',
    overload(
      'quantity_get_int',
      `${typeName}.() -> int`,
      (value: QuantityValue) => wholeAmount(value) ?? new Fault('cannot convert value to integer'),
    ),
  ),
  declare(
    'isInteger',
    overload(
      'quantity_is_integer',
      `${typeName}.() -> bool`,
      (value: QuantityValue) => wholeAmount(value) !== undefined,
    ),
  ),
  declare(
    'add',
    overload('quantity_add', `${typeName}.(${typeName}) -> ${typeName}`, add),
    overload('quantity_add_int', `${typeName}.(int) -> ${typeName}`, (a: QuantityValue, b: bigint) =>
      add(a, fromInt(b)),
    ),
  ),
  declare(
    'sub',
    overload('quantity_sub', `${typeName}.(${typeName}) -> ${typeName}`, subtract),
    overload('quantity_sub_int', `${typeName}.(int) -> ${typeName}`, (a: QuantityValue, b: bigint) =>
      subtract(a, fromInt(b)),
    ),
  ),
];
