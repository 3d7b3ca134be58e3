import { formatValue } from '../format/format-value.ts';
import { define, defineVariadic } from '../values/define-function.ts';
import { int64 } from '../values/go-integer.ts';
import type { GoFunction, GoValue, Meter } from '../values/go-value.ts';
import { add, type Decimal, decimalOf, divide, multiply, negate, numberOf } from './decimal.ts';
import { toFloat64, toInt64 } from './numbers.ts';

const zero = 'runtime error: integer divide by zero';

function quotient(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Error(zero);
  return a / b;
}

function remainder(a: bigint, b: bigint): bigint {
  if (b === 0n) throw new Error(zero);
  return a % b;
}

function decimals(first: GoValue, others: readonly GoValue[], operate: (a: Decimal, b: Decimal) => Decimal): number {
  const start = decimalOf(toFloat64(first));
  return numberOf(others.reduce<Decimal>((sum, other) => operate(sum, decimalOf(toFloat64(other))), start));
}

function extreme(values: readonly GoValue[], isBetter: (a: bigint, b: bigint) => boolean): GoValue {
  return int64(values.map(toInt64).reduce((best, each) => (isBetter(each, best) ? each : best)));
}

/** From `start` to before `stop`; an empty list where the step leads away. */
function steps(start: bigint, stop: bigint, step: bigint, meter: Meter): bigint[] {
  const isUp = stop >= start;
  if (isUp ? step <= 0n : step >= 0n) return [];
  meter.spend(Number((stop - start) / step));
  const list: bigint[] = [];
  for (let i = start; isUp ? i < stop : i > stop; i += step) list.push(i);
  return list;
}

/** Like the program seq: both ends are in. */
function sequence(values: readonly bigint[], meter: Meter): string {
  const [first = 1n, second = 1n, third] = values;
  if (values.length === 0 || values.length > 3) return '';
  const start = values.length === 1 ? 1n : first;
  const end = third ?? (values.length === 1 ? first : second);
  const direction = end < start ? -1n : 1n;
  const step = third === undefined ? direction : second;
  if (third !== undefined && direction < 0n && step > 0n) return '';
  return steps(start, end + direction, step, meter).join(' ');
}

function round(value: GoValue, places: bigint, on: number): number {
  const power = 10 ** Number(places);
  const scaled = power * toFloat64(value);
  const isUp = scaled - Math.trunc(scaled) >= on;
  return (isUp ? Math.ceil(scaled) : Math.floor(scaled)) / power;
}

function octal(value: GoValue): bigint {
  const text = formatValue(value);
  if (!/^[+-]?[0-7]+$/.test(text)) return 0n;
  const size = BigInt(`0o${text.replace(/^[+-]/, '')}`);
  return text.startsWith('-') ? -size : size;
}

const largest = defineVariadic(['any'], 'any', ([first], others) => extreme([first, ...others], (a, b) => a > b));

/** The number functions of sprig. */
export const numberFunctions: Readonly<Record<string, GoFunction>> = {
  atoi: define(['string'], (text) =>
    /^[+-]?[0-9]+$/.test(text) ? BigInt.asIntN(64, BigInt(text.replace(/^\+/, ''))) : 0n,
  ),
  int64: define(['any'], (value) => int64(toInt64(value))),
  int: define(['any'], toInt64),
  float64: define(['any'], toFloat64),
  toDecimal: define(['any'], (value) => int64(octal(value))),
  add1: define(['any'], (value) => int64(toInt64(value) + 1n)),
  add: defineVariadic([], 'any', (_, values) => int64(values.reduce<bigint>((sum, value) => sum + toInt64(value), 0n))),
  sub: define(['any', 'any'], (a, b) => int64(toInt64(a) - toInt64(b))),
  div: define(['any', 'any'], (a, b) => int64(quotient(toInt64(a), toInt64(b)))),
  mod: define(['any', 'any'], (a, b) => int64(remainder(toInt64(a), toInt64(b)))),
  mul: defineVariadic(['any'], 'any', ([first], others) =>
    int64(others.reduce<bigint>((product, value) => BigInt.asIntN(64, product * toInt64(value)), toInt64(first))),
  ),
  add1f: define(['any'], (value) => decimals(value, [1n], add)),
  addf: defineVariadic([], 'any', (_, values) => decimals(0, values, add)),
  subf: defineVariadic(['any'], 'any', ([first], others) => decimals(first, others, (a, b) => add(a, negate(b)))),
  divf: defineVariadic(['any'], 'any', ([first], others) => decimals(first, others, divide)),
  mulf: defineVariadic(['any'], 'any', ([first], others) => decimals(first, others, multiply)),
  max: largest,
  biggest: largest,
  min: defineVariadic(['any'], 'any', ([first], others) => extreme([first, ...others], (a, b) => a < b)),
  maxf: defineVariadic(['any'], 'any', ([first], others) => Math.max(...[first, ...others].map(toFloat64))),
  minf: defineVariadic(['any'], 'any', ([first], others) => Math.min(...[first, ...others].map(toFloat64))),
  ceil: define(['any'], (value) => Math.ceil(toFloat64(value))),
  floor: define(['any'], (value) => Math.floor(toFloat64(value))),
  round: defineVariadic(['any', 'int'], 'float64', ([value, places], [on = 0.5]) => round(value, places, on)),
  seq: defineVariadic([], 'int', (_, values, meter) => sequence(values, meter)),
  until: defineVariadic(['int'], 'int', ([count], _, meter) => steps(0n, count, count < 0n ? -1n : 1n, meter)),
  untilStep: defineVariadic(['int', 'int', 'int'], 'int', ([start, stop, step], _, meter) =>
    steps(start, stop, step, meter),
  ),
};
