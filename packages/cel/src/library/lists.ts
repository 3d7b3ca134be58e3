import { compareValues } from '../values/comparison.ts';
import { valuesEqual } from '../values/equality.ts';
import { Fault, noSuchOverload } from '../values/fault.ts';
import { kindOf } from '../values/kind-of.ts';
import { ArrayList, CelList } from '../values/list.ts';
import { toInt, toUint } from '../values/numbers.ts';
import { Duration } from '../values/time.ts';
import { UnsignedInt } from '../values/unsigned-int.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { declare, type FunctionDeclaration, type Overload, overload } from './declaration.ts';

const comparable = ['int', 'uint', 'double', 'bool', 'duration', 'timestamp', 'string', 'bytes'];
/** Lists longer than this are not made by `lists.range`: the plan charges only after the call. */
const maxRange = 1_000_000n;

function isSorted(list: CelList): Value {
  let previous: Value | undefined;
  for (const item of list) {
    if (previous !== undefined) {
      const order = compareValues(previous, item);
      if (order === undefined) return noSuchOverload();
      if (order === 1) return false;
    }
    previous = item;
  }
  return true;
}

function add(left: Value, right: Value): Value {
  if (typeof left === 'bigint' && typeof right === 'bigint') return toInt(left + right);
  if (typeof left === 'number' && typeof right === 'number') return left + right;
  if (left instanceof UnsignedInt && right instanceof UnsignedInt) return toUint(left.value + right.value);
  if (!(left instanceof Duration && right instanceof Duration)) return noSuchOverload();
  const sum = toInt(left.nanoseconds + right.nanoseconds);
  return sum instanceof Fault ? sum : new Duration(sum);
}

function sumFrom(zero: Value): (list: CelList) => Value {
  return (list) => {
    let total = zero;
    for (const item of list) {
      total = add(total, item);
      if (total instanceof Fault) return total;
    }
    return total;
  };
}

function extreme(name: 'min' | 'max'): (list: CelList) => Value {
  const wanted = name === 'min' ? -1 : 1;
  return (list) => {
    let best: Value | undefined;
    for (const item of list) {
      const order = best === undefined ? wanted : compareValues(item, best);
      if (order === undefined) return noSuchOverload();
      if (order === wanted) best = item;
    }
    return best ?? new Fault(`${name} called on empty list`);
  };
}

function indexOf(list: CelList, wanted: Value): Value {
  for (let index = 0; index < list.size; index++)
    if (valuesEqual(list.get(index), wanted) === true) return BigInt(index);
  return -1n;
}

function lastIndexOf(list: CelList, wanted: Value): Value {
  for (let index = list.size - 1; index >= 0; index--) {
    if (valuesEqual(list.get(index), wanted) === true) return BigInt(index);
  }
  return -1n;
}

function includes(target: Value, wanted: Value): Value {
  if (target instanceof CelList) return indexOf(target, wanted) !== -1n;
  return valuesEqual(target, wanted);
}

function slice(list: CelList, start: bigint, end: bigint): Value {
  const range = `cannot slice(${start}, ${end})`;
  if (start < 0n || end < 0n) return new Fault(`${range}, negative indexes not supported`);
  if (start > end) return new Fault(`${range}, start index must be less than or equal to end index`);
  if (end > list.size) return new Fault(`${range}, list is length ${list.size}`);
  return new ArrayList([...list].slice(Number(start), Number(end)));
}

function flatten(list: CelList, depth = 1n): Value {
  if (depth < 0n) return new Fault('level must be non-negative');
  return new ArrayList(flattened(list, depth));
}

function flattened(list: CelList, depth: bigint): Value[] {
  const items: Value[] = [];
  work(list.size);
  for (const item of list) {
    if (item instanceof CelList && depth > 0n) for (const inner of flattened(item, depth - 1n)) items.push(inner);
    else items.push(item);
  }
  return items;
}

function sortByKeys(list: CelList, keys: CelList): Value {
  const name = '@sortByAssociatedKeys()';
  if (list.size !== keys.size) {
    const sizes = `got ${list.size} and ${keys.size} elements respectively`;
    return new Fault(`${name} expected a list of the same size as the associated keys list, but ${sizes}`);
  }
  if (list.size === 0) return list;
  const first = keys.get(0);
  if (compareValues(first, first) === undefined) return new Fault('list elements must be comparable');
  const pairs = [...keys].map((key, index) => ({ key, item: list.get(index) }));
  const kind = kindOf(first);
  if (pairs.some(({ key }) => kindOf(key) !== kind)) return new Fault('list elements must have the same type');
  const sorted = pairs.toSorted((left, right) => compareValues(left.key, right.key) || 0);
  return new ArrayList(sorted.map(({ item }) => item));
}

function distinct(list: CelList): Value {
  const unique: Value[] = [];
  for (const item of list) {
    work(unique.length);
    if (!unique.some((known) => valuesEqual(item, known) === true)) unique.push(item);
  }
  return new ArrayList(unique);
}

function range(count: bigint): Value {
  if (count > maxRange) return new Fault(`range of ${count} elements is too large`);
  return new ArrayList(Array.from({ length: Math.max(0, Number(count)) }, (_, index) => BigInt(index)));
}

function reverse(list: CelList): Value {
  return new ArrayList([...list].reverse());
}

function forComparable(make: (type: string) => Overload): Overload[] {
  return comparable.map(make);
}

function sums(): Overload[] {
  const zeros = { int: 0n, uint: new UnsignedInt(0n), double: 0, duration: new Duration(0n) };
  return Object.entries(zeros).map(([type, zero]) =>
    overload(`list_${type}_sum_${type}`, `list(${type}).() -> ${type}`, sumFrom(zero)),
  );
}

/** Overload names of the sort functions use the types' long names. */
function longName(type: string): string {
  return type === 'duration' || type === 'timestamp'
    ? `google.protobuf.${type[0]?.toUpperCase()}${type.slice(1)}`
    : type;
}

/** List functions: Kubernetes' own and version 3 of the lists extension. */
export const listLibrary: readonly FunctionDeclaration[] = [
  declare(
    'isSorted',
    ...forComparable((type) => overload(`list_${type}_is_sorted_bool`, `list(${type}).() -> bool`, isSorted)),
  ),
  declare('sum', ...sums()),
  declare(
    'max',
    ...forComparable((type) => overload(`list_${type}_max_${type}`, `list(${type}).() -> ${type}`, extreme('max'))),
  ),
  declare(
    'min',
    ...forComparable((type) => overload(`list_${type}_min_${type}`, `list(${type}).() -> ${type}`, extreme('min'))),
  ),
  declare('indexOf', overload('list_a_index_of_int', 'list(A).(A) -> int', indexOf)),
  declare('lastIndexOf', overload('list_a_last_index_of_int', 'list(A).(A) -> int', lastIndexOf)),
  declare('includes', overload('list_includes_dyn_dyn', 'dyn.(dyn) -> bool', includes)),
  declare('slice', overload('list_slice', 'list(T).(int, int) -> list(T)', slice)),
  declare(
    'flatten',
    overload('list_flatten', 'list(list(T)).() -> list(T)', flatten),
    overload('list_flatten_int', 'list(dyn).(int) -> list(dyn)', flatten),
  ),
  declare(
    'sort',
    ...forComparable((type) =>
      overload(`list_${longName(type)}_sort`, `list(${type}).() -> list(${type})`, (list: CelList) =>
        sortByKeys(list, list),
      ),
    ),
  ),
  declare(
    '@sortByAssociatedKeys',
    ...forComparable((type) =>
      overload(`list_${longName(type)}_sortByAssociatedKeys`, `list(T).(list(${type})) -> list(T)`, sortByKeys),
    ),
  ),
  declare('lists.range', overload('lists_range', '(int) -> list(int)', range)),
  declare(
    'reverse',
    overload('list_reverse', 'list(T).() -> list(T)', reverse),
    overload('string_reverse', 'string.() -> string', (text: string) => [...text].reverse().join('')),
  ),
  declare('distinct', overload('list_distinct', 'list(T).() -> list(T)', distinct)),
];
