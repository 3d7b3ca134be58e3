import { ArrayList, CelList, CelMap, Fault, type Value, valuesEqual } from '@flux19/cel';
import type { JsonValue, StructuralSchema } from '@flux19/objects';
import { escapeName } from './escape-name.ts';
import type { MakeValue } from './typed-map.ts';

/** A list by its schema. Lists of type `set` and `map` are compared without regard to order, and added by their items' keys. */
export class TypedList extends CelList {
  readonly #items: readonly JsonValue[];
  readonly #schema: StructuralSchema;
  readonly #itemSchema: StructuralSchema;
  readonly #makeValue: MakeValue;

  constructor(
    items: readonly JsonValue[],
    schema: StructuralSchema,
    itemSchema: StructuralSchema,
    makeValue: MakeValue,
  ) {
    super();
    this.#items = items;
    this.#schema = schema;
    this.#itemSchema = itemSchema;
    this.#makeValue = makeValue;
  }

  override get size(): number {
    return this.#items.length;
  }

  override get(index: number): Value {
    return this.#makeValue(this.#items[index], this.#itemSchema);
  }

  override equals(other: CelList): boolean | Fault | undefined {
    const listType = this.#schema['x-kubernetes-list-type'];
    if (listType !== 'set' && listType !== 'map') return undefined;
    return equalKeyed(this, other, this.#keyOf(), listType === 'map');
  }

  override concat(other: CelList): Value | undefined {
    const listType = this.#schema['x-kubernetes-list-type'];
    if (listType !== 'set' && listType !== 'map') return undefined;
    return mergeKeyed(this, other, this.#keyOf(), listType === 'map');
  }

  #keyOf(): KeyOf {
    if (this.#schema['x-kubernetes-list-type'] === 'set') return setKey;
    const names = (this.#schema['x-kubernetes-list-map-keys'] ?? []).map((name) => escapeName(name) ?? name);
    return (item) =>
      names.map((name) => scalarKey(item instanceof CelMap ? (item.find(name) ?? null) : null)).join('\u0000');
  }
}

/** A list made by adding to a keyed list: still compared without regard to order. */
class KeyedList extends ArrayList {
  readonly #keyOf: KeyOf;
  readonly #overwrites: boolean;

  constructor(items: readonly Value[], keyOf: KeyOf, overwrites: boolean) {
    super(items);
    this.#keyOf = keyOf;
    this.#overwrites = overwrites;
  }

  override equals(other: CelList): boolean | Fault | undefined {
    return equalKeyed(this, other, this.#keyOf, this.#overwrites);
  }

  override concat(other: CelList): Value | undefined {
    return mergeKeyed(this, other, this.#keyOf, this.#overwrites);
  }
}

type KeyOf = (item: Value) => string | Fault;

function setKey(item: Value): string | Fault {
  if (item instanceof Fault) return item;
  const isScalar = !(item instanceof CelList || item instanceof CelMap);
  return isScalar ? scalarKey(item) : new Fault('listSet operations are only supported on lists of scalar values');
}

function scalarKey(value: Value): string {
  if (value instanceof Uint8Array) return `bytes:${value.join(',')}`;
  return typeof value === 'object' ? JSON.stringify(value, bigintText) : `${typeof value}:${String(value)}`;
}

function bigintText(_key: string, value: unknown): unknown {
  return typeof value === 'bigint' ? `${value}n` : value;
}

function indexByKey(list: CelList, keyOf: KeyOf): Map<string, Value> | Fault {
  const index = new Map<string, Value>();
  for (const item of list) {
    const key = keyOf(item);
    if (key instanceof Fault) return key;
    index.set(key, item);
  }
  return index;
}

function equalKeyed(left: CelList, right: CelList, keyOf: KeyOf, comparesItems: boolean): boolean | Fault {
  if (left.size !== right.size) return false;
  const index = indexByKey(left, keyOf);
  if (index instanceof Fault) return index;
  const seen = new Set<string>();
  for (const item of right) {
    const key = keyOf(item);
    if (key instanceof Fault) return key;
    const mine = index.get(key);
    if (mine === undefined) return false;
    const equal = comparesItems ? valuesEqual(mine, item) : true;
    if (equal !== true) return equal;
    seen.add(key);
  }
  return seen.size === index.size;
}

function mergeKeyed(left: CelList, right: CelList, keyOf: KeyOf, overwrites: boolean): Value {
  const merged = indexByKey(left, keyOf);
  if (merged instanceof Fault) return merged;
  for (const item of right) {
    const key = keyOf(item);
    if (key instanceof Fault) return key;
    if (overwrites || !merged.has(key)) merged.set(key, item);
  }
  return new KeyedList([...merged.values()], keyOf, overwrites);
}
