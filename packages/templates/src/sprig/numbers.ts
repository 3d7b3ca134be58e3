import { GoInteger } from '../values/go-integer.ts';
import type { GoValue } from '../values/go-value.ts';
import { integerOf } from '../values/kinds.ts';

const integerText = /^([+-]?)(0[xX][0-9a-fA-F]+|0[oO]?[0-7]+|0[bB][01]+|[1-9][0-9]*|0)$/;

/** An integer in a text as strconv.ParseInt with base 0 reads it; undefined when it is none of 64 bits. */
function parseInteger(text: string): bigint | undefined {
  const [, sign, digits = ''] = integerText.exec(text) ?? [];
  if (digits === '') return undefined;
  const literal = /^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits;
  const value = sign === '-' ? -BigInt(literal) : BigInt(literal);
  return BigInt.asIntN(64, value) === value ? value : undefined;
}

/** cast.ToInt64: what cannot be one counts as 0. */
export function toInt64(value: GoValue): bigint {
  const integer = integerOf(value);
  if (integer !== undefined) return integer;
  if (typeof value === 'boolean') return value ? 1n : 0n;
  if (typeof value === 'number') return Number.isFinite(value) ? BigInt.asIntN(64, BigInt(Math.trunc(value))) : 0n;
  if (typeof value !== 'string') return 0n;
  return parseInteger(value.replace(/^([^.]+)\.0*$/, '$1')) ?? 0n;
}

const floatText = /^[+-]?(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?$/;

/** cast.ToFloat64: what cannot be one counts as 0. */
export function toFloat64(value: GoValue): number {
  if (typeof value === 'number') return value;
  if (value instanceof GoInteger || typeof value === 'bigint') return Number(integerOf(value));
  if (typeof value === 'boolean') return value ? 1 : 0;
  if (typeof value !== 'string') return 0;
  return floatText.test(value) ? Number(value) : 0;
}
