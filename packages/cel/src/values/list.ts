import type { Fault } from './fault.ts';
import type { Value } from './value.ts';

/** A list; its items may be made on demand. */
export abstract class CelList {
  abstract readonly size: number;
  /** The item at an index that is known to be in range. */
  abstract get(index: number): Value;

  *[Symbol.iterator](): IterableIterator<Value> {
    for (let index = 0; index < this.size; index++) yield this.get(index);
  }

  /** Lists with an equality of their own (sets, maps) answer; undefined leaves it to the usual item by item. */
  equals(_other: CelList): boolean | undefined | Fault {
    return undefined;
  }

  /** Lists with an addition of their own answer; undefined leaves it to plain concatenation. */
  concat(_other: CelList): Value | undefined {
    return undefined;
  }
}

/** A list whose items are all there. */
export class ArrayList extends CelList {
  readonly items: readonly Value[];

  constructor(items: readonly Value[]) {
    super();
    this.items = items;
  }

  override get size(): number {
    return this.items.length;
  }

  override get(index: number): Value {
    return this.items[index] ?? null;
  }
}
