import { valuesEqual } from '../values/equality.ts';
import { Fault } from '../values/fault.ts';
import { sizeOf } from '../values/kind-of.ts';
import type { CelList } from '../values/list.ts';
import { type CelMap, EntryMap, keyIdentity } from '../values/map.ts';
import type { Value } from '../values/value.ts';
import { work } from '../values/work.ts';
import { declare, type FunctionDeclaration, overload } from './declaration.ts';

function size(value: Value): Value {
  return BigInt(sizeOf(value));
}

function has(list: CelList, wanted: Value): boolean {
  work(list.size);
  for (const item of list) if (valuesEqual(item, wanted) === true) return true;
  return false;
}

function contains(list: CelList, part: CelList): boolean {
  for (const item of part) if (!has(list, item)) return false;
  return true;
}

function intersects(left: CelList, right: CelList): boolean {
  for (const item of left) if (has(right, item)) return true;
  return false;
}

/**
 * Adds one entry to a map under construction. The map of a loop is never seen outside before the loop ends, so that the
 * entries may be shared between the steps.
 */
function insert(map: CelMap, key: Value, value: Value): Value {
  const identity = keyIdentity(key);
  if (identity === undefined) return new Fault(`unsupported key type: ${typeof key}`);
  const entries = map instanceof GrowingMap ? map.growing : entriesOf(map);
  if (entries.has(identity)) return new Fault(`insert failed: key ${String(key)} already exists`);
  entries.set(identity, [key, value]);
  return new GrowingMap(entries);
}

function entriesOf(map: CelMap): Map<string, readonly [Value, Value]> {
  const entries = new Map<string, readonly [Value, Value]>();
  for (const key of map.keys()) entries.set(keyIdentity(key) ?? '', [key, map.find(key) ?? null]);
  return entries;
}

class GrowingMap extends EntryMap {
  readonly growing: Map<string, readonly [Value, Value]>;

  constructor(entries: Map<string, readonly [Value, Value]>) {
    super(entries);
    this.growing = entries;
  }
}

function insertAll(map: CelMap, update: CelMap): Value {
  let result: Value = map;
  for (const key of update.keys()) {
    result = insert(result as CelMap, key, update.find(key) ?? null);
    if (result instanceof Fault) return result;
  }
  return result;
}

/** Sizes, sets made of lists, and what loops that build maps need. */
export const collectionLibrary: readonly FunctionDeclaration[] = [
  declare(
    'size',
    overload('size_bytes', '(bytes) -> int', size),
    overload('bytes_size', 'bytes.() -> int', size),
    overload('size_list', '(list(A)) -> int', size),
    overload('list_size', 'list(A).() -> int', size),
    overload('size_map', '(map(A, B)) -> int', size),
    overload('map_size', 'map(A, B).() -> int', size),
    overload('size_string', '(string) -> int', size),
    overload('string_size', 'string.() -> int', size),
  ),
  declare('sets.contains', overload('list_sets_contains_list', '(list(T), list(T)) -> bool', contains)),
  declare(
    'sets.equivalent',
    overload(
      'list_sets_equivalent_list',
      '(list(T), list(T)) -> bool',
      (left: CelList, right: CelList) => contains(left, right) && contains(right, left),
    ),
  ),
  declare('sets.intersects', overload('list_sets_intersects_list', '(list(T), list(T)) -> bool', intersects)),
  declare(
    'cel.@mapInsert',
    overload('@mapInsert_map_key_value', '(map(K, V), K, V) -> map(K, V)', insert),
    overload('@mapInsert_map_map', '(map(K, V), map(K, V)) -> map(K, V)', insertAll),
  ),
];
