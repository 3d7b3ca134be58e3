import { type Entry, entryKey } from './entry.ts';
import { EventLog } from './event-log.ts';
import type { StoreEvent } from './store-event.ts';

export type StoreListener = (event: StoreEvent) => void;

/** All objects of one resource, in the order of their keys, with the latest events. */
export class Collection {
  /** Group and plural: `apps/deployments`; `/pods` in the core group. */
  readonly resource: string;
  readonly #entries = new Map<string, Entry>();
  readonly #log: EventLog;
  readonly #listeners = new Set<StoreListener>();
  /** Entries in the order of keys; made when somebody first asks, kept up to date from then on. */
  #sorted: Entry[] | undefined;

  constructor(resource: string, eventHistory: number, revision: number) {
    this.resource = resource;
    this.#log = new EventLog(eventHistory, revision);
  }

  get(namespace: string, name: string): Entry | undefined {
    return this.#entries.get(entryKey(namespace, name));
  }

  get size(): number {
    return this.#entries.size;
  }

  /** Every entry in the order of keys. Must not be modified, and holds only until the next write. */
  all(): readonly Entry[] {
    this.#sorted ??= [...this.#entries.values()].sort(byKey);
    return this.#sorted;
  }

  /** The entries of a namespace in the order of keys. */
  inNamespace(namespace: string): readonly Entry[] {
    const all = this.all();
    const start = lowerBound(all, `${namespace}/`);
    let end = start;
    while (all[end]?.namespace === namespace) end++;
    return all.slice(start, end);
  }

  /** The entries as they were at a past revision, in the order of keys; undefined when that is no longer known. */
  at(revision: number): readonly Entry[] | undefined {
    const events = this.#log.since(revision);
    if (events === undefined) return undefined;
    if (events.length === 0) return this.all();
    const entries = new Map(this.#entries);
    for (const { entry, previous } of events.toReversed()) {
      if (previous === undefined) entries.delete(entry.key);
      else entries.set(entry.key, previous);
    }
    return [...entries.values()].sort(byKey);
  }

  /** Events after a revision; undefined when some are gone. */
  since(revision: number): StoreEvent[] | undefined {
    return this.#log.since(revision);
  }

  get oldestRevision(): number {
    return this.#log.floor;
  }

  /** Calls back after every write, in order, until the returned function is called. */
  subscribe(listener: StoreListener): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Takes in an entry from storage: no event. */
  restore(entry: Entry): void {
    this.#entries.set(entry.key, entry);
    this.#sorted = undefined;
  }

  /** Records a write that the store has given its revision. */
  record(event: StoreEvent): void {
    const { entry, type } = event;
    if (type === 'DELETED') this.#entries.delete(entry.key);
    else this.#entries.set(entry.key, entry);
    this.#updateOrder(event);
    this.#log.append(event);
    for (const listener of this.#listeners) listener(event);
    event.previous?.forget();
  }

  /** Drops the event history, as compaction does. */
  compact(revision: number): void {
    this.#log.clear(revision);
  }

  #updateOrder({ entry, type }: StoreEvent): void {
    if (this.#sorted === undefined) return;
    const position = lowerBound(this.#sorted, entry.key);
    if (type === 'ADDED') this.#sorted.splice(position, 0, entry);
    else if (type === 'DELETED') this.#sorted.splice(position, 1);
    else this.#sorted[position] = entry;
  }
}

function byKey(left: Entry, right: Entry): number {
  return left.key < right.key ? -1 : 1;
}

/** The position of the first entry whose key is not below the given one. */
export function lowerBound(entries: readonly Entry[], key: string): number {
  let low = 0;
  let high = entries.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((entries[middle]?.key ?? '') < key) low = middle + 1;
    else high = middle;
  }
  return low;
}
