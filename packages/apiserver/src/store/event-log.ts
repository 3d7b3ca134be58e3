import type { StoreEvent } from './store-event.ts';

/** The latest events of a resource, oldest first, in a ring of fixed size. */
export class EventLog {
  readonly #capacity: number;
  #events: StoreEvent[] = [];
  /** Where the next event goes once the ring is full. */
  #next = 0;
  /** Events up to this revision may be missing. */
  #floor: number;

  constructor(capacity: number, floor: number) {
    this.#capacity = capacity;
    this.#floor = floor;
  }

  append(event: StoreEvent): void {
    if (this.#events.length < this.#capacity) {
      this.#events.push(event);
      return;
    }
    const evicted = this.#events[this.#next];
    if (evicted !== undefined) this.#floor = evicted.entry.revision;
    this.#events[this.#next] = event;
    this.#next = (this.#next + 1) % this.#capacity;
  }

  /** Forgets every event: whoever asks for an older revision is told that it has expired. */
  clear(floor: number): void {
    this.#events = [];
    this.#next = 0;
    this.#floor = floor;
  }

  /** The oldest revision from which everything can still be told. */
  get floor(): number {
    return this.#floor;
  }

  /** Events after a revision, oldest first; undefined when some of them are gone. */
  since(revision: number): StoreEvent[] | undefined {
    if (revision < this.#floor) return undefined;
    const ordered = [...this.#events.slice(this.#next), ...this.#events.slice(0, this.#next)];
    let start = ordered.length;
    while (start > 0 && (ordered[start - 1]?.entry.revision ?? 0) > revision) start--;
    return ordered.slice(start);
  }
}
