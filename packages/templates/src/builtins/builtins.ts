import { formatValue, sprint } from '../format/format-value.ts';
import { sprintf } from '../format/printf.ts';
import { define, defineVariadic } from '../values/define-function.ts';
import type { GoFunction } from '../values/go-value.ts';
import { isFunction, isNil, isTrue } from '../values/kinds.ts';
import { comparisons } from './comparison.ts';
import { escaping } from './escaping.ts';
import { indexing } from './indexing.ts';
import { NotCallableError } from './not-callable-error.ts';

/** The functions that every template has; `and` and `or` are here for their parameters only, they do not evaluate all of them. */
export const builtins: ReadonlyMap<string, GoFunction> = new Map(
  Object.entries({
    ...comparisons,
    ...indexing,
    ...escaping,
    and: defineVariadic(
      ['value'],
      'value',
      ([first], others) => [first, ...others].find((value) => !isTrue(value)) ?? others.at(-1) ?? first,
    ),
    or: defineVariadic(
      ['value'],
      'value',
      ([first], others) => [first, ...others].find(isTrue) ?? others.at(-1) ?? first,
    ),
    not: define(['value'], (value) => !isTrue(value)),
    print: defineVariadic([], 'any', (_, values) => sprint(values)),
    println: defineVariadic([], 'any', (_, values) => `${values.map((value) => formatValue(value)).join(' ')}\n`),
    printf: defineVariadic(['string'], 'any', ([format], values, meter) => sprintf(format, values, meter)),
    call: defineVariadic(['value'], 'value', ([callee], values, meter) => {
      if (isNil(callee)) throw new Error('call of nil');
      if (!isFunction(callee)) throw new NotCallableError(callee);
      return callee.call(values, meter);
    }),
  }),
);
