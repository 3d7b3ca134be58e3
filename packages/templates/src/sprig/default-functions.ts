import { define, defineVariadic } from '../values/define-function.ts';
import { GoStruct } from '../values/go-struct.ts';
import { GoTime } from '../values/go-time.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { isTrue, kindOf, typeOf } from '../values/kinds.ts';
import { deepEqual } from './deep-equal.ts';

/** sprig's empty: the zero value of any type but structs. */
export function isEmpty(value: GoValue): boolean {
  return value instanceof GoStruct || value instanceof GoTime ? false : !isTrue(value);
}

/** The functions of sprig that ask what a value is, and what to take instead. */
export const defaultFunctions: Readonly<Record<string, GoFunction>> = {
  default: defineVariadic(['any'], 'any', ([otherwise], given) => (isEmpty(given[0]) ? otherwise : given[0])),
  empty: define(['any'], isEmpty),
  coalesce: defineVariadic([], 'any', (_, values) => values.find((value) => !isEmpty(value)) ?? null),
  all: defineVariadic([], 'any', (_, values) => values.every((value) => !isEmpty(value))),
  any: defineVariadic([], 'any', (_, values) => values.some((value) => !isEmpty(value))),
  ternary: define(['any', 'any', 'bool'], (yes, no, isYes) => (isYes ? yes : no)),
  typeOf: define(['any'], typeOf),
  typeIs: define(['string', 'any'], (type, value) => type === typeOf(value)),
  typeIsLike: define(['string', 'any'], (type, value) => type === typeOf(value) || `*${type}` === typeOf(value)),
  kindOf: define(['any'], kindOf),
  kindIs: define(['string', 'any'], (kind, value) => kind === kindOf(value)),
  deepEqual: define(['any', 'any'], deepEqual),
};
