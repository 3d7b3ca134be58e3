import { getKey } from '@flux19/objects';
import { define, defineVariadic } from '../values/define-function.ts';
import { GoInteger } from '../values/go-integer.ts';
import type { GoFunction, GoValue } from '../values/go-value.ts';
import { integerOf, isFunction, isList, isNil, isObject, kindOf, lengthOf, typeOf } from '../values/kinds.ts';

function index(container: GoValue, key: GoValue): GoValue {
  if (isNil(container)) throw new Error('index of nil pointer');
  if (typeof container === 'string' || isList(container) || container instanceof Uint8Array) {
    return indexList(container, key);
  }
  if (container instanceof Map) return container.get(key) ?? null;
  if (isObject(container) && !isFunction(container)) {
    if (isNil(key)) throw new Error('value is nil; should be of type string');
    if (typeof key !== 'string') throw new Error(`value has type ${typeOf(key)}; should be string`);
    return (getKey(container as never, key) as GoValue) ?? null;
  }
  throw new Error(`can't index item of type ${typeOf(container)}`);
}

function indexList(container: string | readonly GoValue[] | Uint8Array, key: GoValue): GoValue {
  const length = lengthOf(container) ?? 0;
  const place = placeOf(key, length - 1);
  if (typeof container === 'string') return new GoInteger('uint8', BigInt(Buffer.from(container)[place] ?? 0));
  const item = container[place];
  return typeof item === 'number' && container instanceof Uint8Array
    ? new GoInteger('uint8', BigInt(item))
    : (item as GoValue);
}

/** A place in a list, at most `last`. */
function placeOf(key: GoValue, last: number): number {
  if (isNil(key)) throw new Error('cannot index slice/array with nil');
  const place = integerOf(key);
  if (place === undefined) throw new Error(`cannot index slice/array with type ${typeOf(key)}`);
  if (place < 0n || place > BigInt(last)) throw new Error(`index out of range: ${place}`);
  return Number(place);
}

function slice(container: GoValue, places: readonly GoValue[]): GoValue {
  if (isNil(container)) throw new Error('slice of untyped nil');
  if (places.length > 3) throw new Error(`too many slice indexes: ${places.length}`);
  const isText = typeof container === 'string';
  if (isText && places.length === 3) throw new Error('cannot 3-index slice a string');
  const length = lengthOf(container) ?? 0;
  if (!isText && !isList(container)) throw new Error(`can't slice item of type ${typeOf(container)}`);
  const bounds = places.map((place) => placeOf(place, length));
  const [from = 0, to = length] = bounds;
  if (from > to) throw new Error(`invalid slice index: ${from} > ${to}`);
  const [, , most = to] = bounds;
  if (to > most) throw new Error(`invalid slice index: ${to} > ${most}`);
  return isText ? Buffer.from(container).subarray(from, to).toString('utf8') : container.slice(from, to);
}

/** The functions of text/template that look into values. */
export const indexing: Readonly<Record<string, GoFunction>> = {
  index: defineVariadic(['value'], 'value', ([container], keys) => {
    if (isNil(container)) throw new Error('index of untyped nil');
    return keys.reduce(index, container);
  }),
  slice: defineVariadic(['value'], 'value', ([container], places) => slice(container, places)),
  len: define(['value'], (value) => {
    if (isNil(value)) throw new Error('len of nil pointer');
    const length = kindOf(value) === 'func' ? undefined : lengthOf(value);
    if (length === undefined) throw new Error(`len of type ${typeOf(value)}`);
    return BigInt(length);
  }),
};
