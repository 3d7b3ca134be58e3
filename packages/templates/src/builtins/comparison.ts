import { type Directive, formatOperand } from '../format/format-operand.ts';
import { define, defineVariadic } from '../values/define-function.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { integerOf, isNil, typeOf } from '../values/kinds.ts';
import { compareText } from '../values/sorted-entries.ts';

/** `%s`, with which Go prints what cannot be compared, whatever its type is. */
const asText: Directive = {
  verb: 's',
  width: 0,
  precision: undefined,
  isLeft: false,
  hasPlus: false,
  hasSharp: false,
  hasSpace: false,
  hasZero: false,
};

type BasicKind = 'bool' | 'int' | 'float' | 'string';

function basicKind(value: GoValue): BasicKind | undefined {
  if (typeof value === 'boolean') return 'bool';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'float';
  return integerOf(value) === undefined ? undefined : 'int';
}

function incompatible(a: GoValue, b: GoValue): Error {
  return new Error(`incompatible types for comparison: ${typeOf(a)} and ${typeOf(b)}`);
}

function isEqual(a: GoValue, b: GoValue): boolean {
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA !== kindB) {
    if (!isNil(a) && !isNil(b)) throw incompatible(a, b);
    return false;
  }
  if (kindA === 'int') return integerOf(a) === integerOf(b);
  if (kindA !== undefined) return a === b;
  if (isNil(a) || isNil(b)) return isNil(a) === isNil(b);
  return equalObjects(a, b);
}

function equalObjects(a: GoValue, b: GoValue): boolean {
  for (const value of [a, b]) {
    if (value instanceof GoStruct || value instanceof GoTime) continue;
    throw new Error(`non-comparable type ${formatOperand(value, asText)}: ${typeOf(value)}`);
  }
  if (a instanceof GoTime && b instanceof GoTime) return a.ms === b.ms && a.zone === b.zone;
  if (!(a instanceof GoStruct && b instanceof GoStruct) || a.type !== b.type) return false;
  return a.type.fields.every((field) => isEqual(a.get(field), b.get(field)));
}

function isLess(a: GoValue, b: GoValue): boolean {
  const [kindA, kindB] = [basicKind(a), basicKind(b)];
  if (kindA === undefined || kindB === undefined) throw new Error('invalid type for comparison');
  if (kindA !== kindB) throw incompatible(a, b);
  if (kindA === 'bool') throw new Error('invalid type for comparison');
  if (typeof a === 'string' && typeof b === 'string') return compareText(a, b) < 0;
  if (typeof a === 'number' && typeof b === 'number') return a < b;
  return (integerOf(a) ?? 0n) < (integerOf(b) ?? 0n);
}

/** The comparisons of text/template. */
export const comparisons: Readonly<Record<string, GoFunction>> = {
  eq: defineVariadic(['value'], 'value', ([first], others) => {
    if (others.length === 0) throw new Error('missing argument for comparison');
    return others.some((other) => isEqual(first, other));
  }),
  ne: define(['value', 'value'], (a, b) => !isEqual(a, b)),
  lt: define(['value', 'value'], isLess),
  le: define(['value', 'value'], (a, b) => isLess(a, b) || isEqual(a, b)),
  gt: define(['value', 'value'], (a, b) => !(isLess(a, b) || isEqual(a, b))),
  ge: define(['value', 'value'], (a, b) => !isLess(a, b)),
};
