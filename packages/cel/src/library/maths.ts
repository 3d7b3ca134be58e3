import { compareValues } from '../values/comparison.ts';
import { Fault, noSuchOverload } from '../values/fault.ts';
import { CelList } from '../values/list.ts';
import { toInt, toUint } from '../values/numbers.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

function extreme(name: 'min' | 'max'): FunctionDeclaration {
  const wanted = name === 'min' ? -1 : 1;
  const pick = (...values: Value[]): Value => {
    const [first] = values;
    const candidates = first instanceof CelList ? [...first] : values;
    let best = candidates[0];
    for (const candidate of candidates) {
      const order = compareValues(candidate, best ?? candidate);
      if (order === undefined) return noSuchOverload();
      if (order === wanted) best = candidate;
    }
    return best ?? new Fault(`math.@${name}(list) argument must not be empty`);
  };
  const numbers = ['double', 'int', 'uint'];
  const pairs = numbers.flatMap((left) =>
    numbers.map((right) =>
      overload(`math_@${name}_${left}_${right}`, `(${left}, ${right}) -> ${left === right ? left : 'dyn'}`, pick),
    ),
  );
  return declare(
    `math.@${name}`,
    ...numbers.map((type) => overload(`math_@${name}_${type}`, `(${type}) -> ${type}`, pick)),
    ...pairs,
    ...numbers.map((type) => overload(`math_@${name}_list_${type}`, `(list(${type})) -> ${type}`, pick)),
  );
}

/** Half away from zero, as Go rounds. */
function round(value: number): number {
  return Math.sign(value) * Math.round(Math.abs(value));
}

function ofDouble(name: string, run: (value: number) => number | boolean): FunctionDeclaration {
  const result = name.startsWith('is') ? 'bool' : 'double';
  return declare(`math.${name}`, overload(`math_${name}_double`, `(double) -> ${result}`, run));
}

function bits(name: string, run: (left: bigint, right: bigint) => bigint): FunctionDeclaration {
  return declare(
    `math.${name}`,
    overload(`math_${name}_int_int`, '(int, int) -> int', (a: bigint, b: bigint) => BigInt.asIntN(64, run(a, b))),
    overload(
      `math_${name}_uint_uint`,
      '(uint, uint) -> uint',
      (a: UnsignedInt, b: UnsignedInt) => new UnsignedInt(BigInt.asUintN(64, run(a.value, b.value))),
    ),
  );
}

function shift(name: string, run: (value: bigint, by: bigint) => bigint): FunctionDeclaration {
  const shifted = (value: bigint, by: bigint): bigint | Fault => {
    if (by < 0n) return new Fault(`math.${name}() negative offset: ${by}`);
    return by > 63n ? 0n : run(value, by);
  };
  return declare(
    `math.${name}`,
    overload(`math_${name}_int_int`, '(int, int) -> int', (value: bigint, by: bigint) => {
      // The sign is not kept: the bits move as those of an unsigned number.
      const result = shifted(BigInt.asUintN(64, value), by);
      return result instanceof Fault ? result : BigInt.asIntN(64, result);
    }),
    overload(`math_${name}_uint_int`, '(uint, int) -> uint', (value: UnsignedInt, by: bigint) => {
      const result = shifted(value.value, by);
      return result instanceof Fault ? result : new UnsignedInt(BigInt.asUintN(64, result));
    }),
  );
}

/** The math extension of cel-go. Kubernetes does not offer it to validation rules. */
export const mathLibrary: readonly FunctionDeclaration[] = [
  extreme('min'),
  extreme('max'),
  ofDouble('ceil', Math.ceil),
  ofDouble('floor', Math.floor),
  ofDouble('round', round),
  ofDouble('trunc', Math.trunc),
  ofDouble('isInf', (value) => Math.abs(value) === Number.POSITIVE_INFINITY),
  ofDouble('isNaN', Number.isNaN),
  ofDouble('isFinite', Number.isFinite),
  declare(
    'math.abs',
    overload('math_abs_double', '(double) -> double', Math.abs),
    overload('math_abs_int', '(int) -> int', (value: bigint) => toInt(value < 0n ? -value : value)),
    overload('math_abs_uint', '(uint) -> uint', (value: UnsignedInt) => value),
  ),
  declare(
    'math.sign',
    overload('math_sign_double', '(double) -> double', Math.sign),
    overload('math_sign_int', '(int) -> int', (value: bigint) => (value === 0n ? 0n : value < 0n ? -1n : 1n)),
    overload('math_sign_uint', '(uint) -> uint', ({ value }: UnsignedInt) => toUint(value === 0n ? 0n : 1n)),
  ),
  declare(
    'math.sqrt',
    overload('math_sqrt_double', '(double) -> double', Math.sqrt),
    overload('math_sqrt_int', '(int) -> double', (value: bigint) => Math.sqrt(Number(value))),
    overload('math_sqrt_uint', '(uint) -> double', ({ value }: UnsignedInt) => Math.sqrt(Number(value))),
  ),
  bits('bitAnd', (a, b) => a & b),
  bits('bitOr', (a, b) => a | b),
  bits('bitXor', (a, b) => a ^ b),
  declare(
    'math.bitNot',
    overload('math_bitNot_int_int', '(int) -> int', (value: bigint) => ~value),
    overload(
      'math_bitNot_uint_uint',
      '(uint) -> uint',
      ({ value }: UnsignedInt) => new UnsignedInt(BigInt.asUintN(64, ~value)),
    ),
  ),
  shift('bitShiftLeft', (value, by) => value << by),
  shift('bitShiftRight', (value, by) => value >> by),
];
