import { CelList } from '../values/list.ts';
import { CelMap } from '../values/map.ts';
import type { Value } from '../values/value.ts';

interface Fields {
  readonly [key: string]: unknown;
}

/** A JSON list; its items are converted when they are read. */
class JsonList extends CelList {
  readonly #items: readonly unknown[];

  constructor(items: readonly unknown[]) {
    super();
    this.#items = items;
  }

  override get size(): number {
    return this.#items.length;
  }

  override get(index: number): Value {
    return fromJson(this.#items[index]);
  }
}

/** A JSON object; its fields are converted when they are read. */
class JsonMap extends CelMap {
  readonly #fields: Fields;

  constructor(fields: Fields) {
    super();
    this.#fields = fields;
  }

  override get size(): number {
    return this.keys().length;
  }

  override find(key: Value): Value | undefined {
    if (typeof key !== 'string' || !Object.hasOwn(this.#fields, key)) return undefined;
    const field = this.#fields[key];
    return field === undefined ? undefined : fromJson(field);
  }

  override keys(): string[] {
    return Object.keys(this.#fields).filter((key) => this.#fields[key] !== undefined);
  }
}

/** A JSON value as an expression sees it: integral numbers are ints, all others doubles. */
export function fromJson(value: unknown): Value {
  switch (typeof value) {
    case 'string':
    case 'boolean':
    case 'bigint':
      return value;
    case 'number':
      return Number.isSafeInteger(value) ? BigInt(value) : value;
    case 'object':
      if (value === null) return null;
      return Array.isArray(value) ? new JsonList(value) : new JsonMap(value as Fields);
    default:
      return null;
  }
}
