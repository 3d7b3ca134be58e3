import { CelList } from '../values/list.ts';
import type { Value } from '../values/value.ts';

/**
 * The list that a loop builds. Adding to it changes it, so that a loop takes time in proportion to its rounds. Nothing but
 * the loop's own steps can see it before the loop freezes it.
 */
export class GrowingList extends CelList {
  readonly items: Value[] = [];

  override get size(): number {
    return this.items.length;
  }

  override get(index: number): Value {
    return this.items[index] ?? null;
  }

  override concat(other: CelList): Value {
    for (const item of other) this.items.push(item);
    return this;
  }
}
