import { getKey, setKey } from '@flux19/objects';
import { define, defineVariadic } from '../values/define-function.ts';
import type { GoFunction, GoObject, GoValue } from '../values/go-value.ts';
import { isFunction, isList, isObject, typeOf } from '../values/kinds.ts';
import { compareText } from '../values/sorted-entries.ts';
import { isEmpty } from './default-functions.ts';
import { map, textOf } from './texts.ts';

/** Sets a key whatever it is called. */
export function put(object: GoObject, key: string, value: GoValue): void {
  setKey(object as never, key, value as never);
}

function read(object: GoObject, key: string): GoValue {
  return (getKey(object as never, key) as GoValue) ?? null;
}

function isMap(value: GoValue): value is GoObject {
  return isObject(value) && !isFunction(value);
}

function dict(values: readonly GoValue[]): GoObject {
  const object: GoObject = {};
  for (let i = 0; i < values.length; i += 2) put(object, textOf(values[i]), i + 1 < values.length ? values[i + 1] : '');
  return object;
}

/** mergo: what is empty in the target is filled, or everything overwritten; maps inside maps are merged. */
function merge(target: GoObject, source: GoObject, overwrites: boolean): GoObject {
  for (const [key, value] of Object.entries(source)) {
    const known = read(target, key);
    if (isMap(known) && isMap(value)) merge(known, value, overwrites);
    else if (overwrites || isEmpty(known)) put(target, key, value);
  }
  return target;
}

function mergeAll(overwrites: boolean): GoFunction {
  return defineVariadic([map], map, ([target], sources) =>
    sources.reduce<GoObject>((merged, source) => merge(merged, source, overwrites), target),
  );
}

function deepCopy(value: GoValue): GoValue {
  if (isList(value)) return value.map(deepCopy);
  if (!isMap(value)) return value;
  const copy: GoObject = {};
  for (const [key, each] of Object.entries(value)) put(copy, key, deepCopy(each));
  return copy;
}

function dig(values: readonly GoValue[]): GoValue {
  if (values.length < 3) throw new Error('dig needs at least three arguments');
  const keys = values.slice(0, -2);
  let step = values.at(-1);
  for (const key of keys) {
    if (typeof key !== 'string') throw conversion(key, 'string');
    if (!isMap(step)) throw conversion(step, map);
    if (!Object.hasOwn(step, key)) return values.at(-2);
    step = read(step, key);
  }
  return step;
}

function conversion(value: GoValue, wanted: string): Error {
  const got = value === null || value === undefined ? 'nil' : typeOf(value);
  return new Error(`interface conversion: interface {} is ${got}, not ${wanted}`);
}

function choose(object: GoObject, isChosen: (key: string) => boolean): GoObject {
  const chosen: GoObject = {};
  for (const [key, value] of Object.entries(object)) if (isChosen(key)) put(chosen, key, value);
  return chosen;
}

/** The functions of sprig for maps. Where Go's order is left to chance, ours is that of the keys. */
export const dictFunctions: Readonly<Record<string, GoFunction>> = {
  dict: defineVariadic([], 'any', (_, values) => dict(values)),
  get: define([map, 'string'], (object, key) => (Object.hasOwn(object ?? {}, key) ? read(object, key) : '')),
  set: define([map, 'string', 'any'], (object, key, value) => {
    put(object, key, value);
    return object;
  }),
  unset: define([map, 'string'], (object, key) => {
    delete object[key];
    return object;
  }),
  hasKey: define([map, 'string'], (object, key) => Object.hasOwn(object ?? {}, key)),
  pluck: defineVariadic(['string'], map, ([key], objects) =>
    objects.filter((object) => Object.hasOwn(object, key)).map((object) => read(object, key)),
  ),
  keys: defineVariadic([], map, (_, objects) =>
    objects.flatMap((object) => Object.keys(object ?? {}).toSorted(compareText)),
  ),
  values: define([map], (object) =>
    Object.keys(object ?? {})
      .toSorted(compareText)
      .map((key) => read(object, key)),
  ),
  pick: defineVariadic([map], 'string', ([object], keys) => choose(object, (key) => keys.includes(key))),
  omit: defineVariadic([map], 'string', ([object], keys) => choose(object, (key) => !keys.includes(key))),
  merge: mergeAll(false),
  mustMerge: mergeAll(false),
  mergeOverwrite: mergeAll(true),
  mustMergeOverwrite: mergeAll(true),
  deepCopy: define(['any'], deepCopy),
  mustDeepCopy: define(['any'], deepCopy),
  dig: defineVariadic([], 'any', (_, values) => dig(values)),
};
