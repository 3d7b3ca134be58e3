import type { JsonValue } from '@flux19/objects';
import { formatElement } from '../paths/path-text.ts';
import type { ListType } from '../types/schema-node.ts';
import { selectorOf } from './list-items.ts';
import type { TypedFault } from './typed-value-error.ts';

export interface ListMerge {
  readonly live: JsonValue[];
  readonly config: JsonValue[];
  readonly list: ListType;
  readonly faults: TypedFault[];
}

type MergeItem = (live: JsonValue | undefined, config: JsonValue | undefined) => JsonValue;

/**
 * Merges two associative lists. Items of the configuration keep their order, live items stay near the neighbours they had.
 * Returns the live list itself when nothing changes.
 */
export function mergeLists(input: ListMerge, mergeItem: MergeItem): JsonValue[] {
  const live = indexLive(input);
  const config = indexConfig(input);
  const merged = new OrderedMerge(live, config, mergeItem).run(input.live);
  const isSame = merged.length === input.live.length && merged.every((item, i) => item === input.live[i]);
  return isSame ? input.live : merged;
}

/** Items in order with their fieldsV1 keys, and the items by key. */
interface ItemIndex {
  readonly order: readonly string[];
  readonly byKey: ReadonlyMap<string, JsonValue>;
}

function indexLive({ live, list, faults }: ListMerge): ItemIndex {
  return index(live, list, faults, (byKey, key, item) => {
    // Items with the same keys cannot be merged with anything: null stands for them.
    byKey.set(key, byKey.has(key) ? null : item);
    return true;
  });
}

function indexConfig({ config, list, faults }: ListMerge): ItemIndex {
  return index(config, list, faults, (byKey, key, item) => {
    if (byKey.has(key)) {
      const selector = selectorOf(list, item);
      const shown = 'problem' in selector ? key : formatElement(selector.element());
      faults.push({ path: '', message: `duplicate entries for key ${shown}` });
      return false;
    }
    byKey.set(key, item);
    return true;
  });
}

function index(
  items: readonly JsonValue[],
  list: ListType,
  faults: TypedFault[],
  add: (byKey: Map<string, JsonValue>, key: string, item: JsonValue) => boolean,
): ItemIndex {
  const byKey = new Map<string, JsonValue>();
  const order: string[] = [];
  for (const [i, item] of items.entries()) {
    const selector = selectorOf(list, item);
    if ('problem' in selector) faults.push({ path: '', message: `element ${i}: ${selector.problem}` });
    else if (add(byKey, selector.text, item)) order.push(selector.text);
  }
  return { order, byKey };
}

/** Walks both lists at once. `#shared` holds the keys that both have, in the order of the configuration. */
class OrderedMerge {
  readonly #live: ItemIndex;
  readonly #config: ItemIndex;
  readonly #mergeItem: MergeItem;
  readonly #shared: readonly string[];
  readonly #taken = new Set<string>();
  readonly #merged: JsonValue[] = [];
  #nextShared = 0;
  #fromLive = 0;
  #fromConfig = 0;

  constructor(live: ItemIndex, config: ItemIndex, mergeItem: MergeItem) {
    this.#live = live;
    this.#config = config;
    this.#mergeItem = mergeItem;
    this.#shared = config.order.filter((key) => live.byKey.has(key));
  }

  run(liveItems: readonly JsonValue[]): JsonValue[] {
    for (;;) {
      const live = this.#live.order[this.#fromLive];
      const config = this.#config.order[this.#fromConfig];
      if (live === undefined && config === undefined) return this.#merged;
      if (live !== undefined && this.#stepLive(live, config, liveItems)) continue;
      if (config !== undefined) this.#takeConfig(config);
    }
  }

  /** Handles the next live item; false when it is the turn of the configuration. */
  #stepLive(key: string, config: string | undefined, liveItems: readonly JsonValue[]): boolean {
    if (key === config) {
      this.#fromLive++;
      this.#takeConfig(key);
      return true;
    }
    if (!this.#config.byKey.has(key)) {
      this.#merged.push(liveItems[this.#fromLive] ?? null);
      this.#fromLive++;
      return true;
    }
    const isAwaited = this.#shared[this.#nextShared] === key;
    if (config !== undefined && this.#nextShared < this.#shared.length && !isAwaited) {
      // Shared, but its turn comes elsewhere.
      this.#fromLive++;
      return true;
    }
    if (this.#taken.has(key)) this.#fromLive++;
    return false;
  }

  #takeConfig(key: string): void {
    this.#taken.add(key);
    this.#merged.push(this.#mergeItem(this.#live.byKey.get(key), this.#config.byKey.get(key)));
    this.#fromConfig++;
    if (this.#shared[this.#nextShared] === key) this.#nextShared++;
  }
}
