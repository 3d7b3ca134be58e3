import { define, defineMetered, defineVariadic } from '../values/define-function.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { isList, isNil, kindOf } from '../values/kinds.ts';
import { deepEqual } from './deep-equal.ts';
import { isEmpty } from './default-functions.ts';
import { toInt64 } from './numbers.ts';

/** What Go says of a nil where it wants a list. */
const nilPointer = 'runtime error: invalid memory address or nil pointer dereference';

function listOf(value: GoValue, what: string): readonly GoValue[] {
  if (isList(value)) return value;
  throw new Error(isNil(value) ? nilPointer : `Cannot ${what} type ${kindOf(value)}`);
}

/** An empty list has no part: sprig answers nil. */
function part(value: GoValue, what: string, take: (list: readonly GoValue[]) => GoValue): GoValue {
  const list = listOf(value, `find ${what} on`);
  return list.length === 0 ? null : take(list);
}

function chunk(size: number, list: readonly GoValue[]): GoValue {
  if (size <= 0) throw new Error('runtime error: makeslice: len out of range');
  const count = Math.ceil(list.length / size);
  return Array.from({ length: count }, (_, index) => list.slice(index * size, (index + 1) * size));
}

function uniq(list: readonly GoValue[]): GoValue {
  const kept: GoValue[] = [];
  for (const item of list) if (!kept.some((other) => deepEqual(item, other))) kept.push(item);
  return kept;
}

function has(needle: GoValue, value: GoValue): boolean {
  return !isNil(value) && listOf(value, 'find has on').some((item) => deepEqual(needle, item));
}

function slice(value: GoValue, places: readonly GoValue[]): GoValue {
  if (!isList(value))
    throw new Error(isNil(value) ? nilPointer : `list should be type of slice or array but ${kindOf(value)}`);
  if (value.length === 0) return null;
  const from = Number(toInt64(places[0]));
  const to = places.length < 2 ? value.length : Number(toInt64(places[1]));
  if (from < 0 || to > value.length || from > to) throw new Error('reflect.Value.Slice: slice index out of bounds');
  return value.slice(from, to);
}

function concat(values: readonly GoValue[]): GoValue {
  return values.flatMap((value) => {
    if (isList(value)) return value;
    throw new Error(isNil(value) ? nilPointer : `Cannot concat type ${kindOf(value)} as list`);
  });
}

const list = defineVariadic([], 'any', (_, values) => [...values]);
const push = define(['any', 'any'], (value, item) => [...listOf(value, 'push on'), item]);
const prepend = define(['any', 'any'], (value, item) => [item, ...listOf(value, 'prepend on')]);

/** Functions that exist twice, the second with `must` in front; here both report what is wrong. */
const twice: Readonly<Record<string, GoFunction>> = {
  first: define(['any'], (value) => part(value, 'first', (items) => items[0])),
  last: define(['any'], (value) => part(value, 'last', (items) => items.at(-1))),
  rest: define(['any'], (value) => listOf(value, 'find rest on').slice(1)),
  initial: define(['any'], (value) => listOf(value, 'find initial on').slice(0, -1)),
  reverse: define(['any'], (value) => listOf(value, 'find reverse on').toReversed()),
  compact: define(['any'], (value) => listOf(value, 'compact on').filter((item) => !isEmpty(item))),
  uniq: define(['any'], (value) => uniq(listOf(value, 'find uniq on'))),
  without: defineVariadic(['any'], 'any', ([value], omitted) =>
    listOf(value, 'find without on').filter((item) => !omitted.some((other) => deepEqual(item, other))),
  ),
  has: define(['any', 'any'], has),
  slice: defineVariadic(['any'], 'any', ([value], places) => slice(value, places)),
  chunk: defineMetered(['int', 'any'], (meter, size, value) => {
    const items = listOf(value, 'chunk');
    meter.spend(items.length);
    return chunk(Number(size), items);
  }),
  append: push,
  push,
  prepend,
};

/** The list functions of sprig. */
export const listFunctions: Readonly<Record<string, GoFunction>> = {
  ...twice,
  ...Object.fromEntries(
    Object.entries(twice).map(([name, body]) => [`must${name.charAt(0).toUpperCase()}${name.slice(1)}`, body]),
  ),
  list,
  tuple: list,
  concat: defineVariadic([], 'any', (_, values, meter) => {
    meter.spend(values.reduce<number>((sum, value) => sum + (isList(value) ? value.length : 0), 0));
    return concat(values);
  }),
};
