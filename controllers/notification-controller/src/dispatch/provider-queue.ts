/** Something to deliver. Equal lanes keep their order. */
export interface QueueItem {
  readonly lane: string;
  /** What it holds of memory, in characters. */
  readonly size: number;
  /** Never rejects. */
  run(): Promise<void>;
}

export interface ProviderQueueLimits {
  readonly capacity: number;
  readonly concurrency: number;
}

/** So many characters may wait, whatever the number of items. */
const largestBacklog = 32 * 1024 * 1024;

/** What waits for one Provider. A Provider that hangs fills its own queue and nobody else's. */
export class ProviderQueue {
  readonly #limits: ProviderQueueLimits;
  readonly #lanes = new Map<string, QueueItem[]>();
  /** Lanes that have something and are not being worked on, in the order in which they came. */
  readonly #ready: string[] = [];
  #active = 0;
  #waiting = 0;
  #size = 0;

  constructor(limits: ProviderQueueLimits) {
    this.#limits = limits;
  }

  get isIdle(): boolean {
    return this.#active === 0 && this.#waiting === 0;
  }

  /** Items that wait or are under way. */
  get length(): number {
    return this.#active + this.#waiting;
  }

  /** False when the queue is full: the item is not taken. */
  add(item: QueueItem): boolean {
    if (this.#waiting >= this.#limits.capacity || this.#size + item.size > largestBacklog) return false;
    const lane = this.#lanes.get(item.lane);
    if (lane === undefined) {
      this.#lanes.set(item.lane, [item]);
      this.#ready.push(item.lane);
    } else lane.push(item);
    this.#waiting += 1;
    this.#size += item.size;
    this.#pump();
    return true;
  }

  #pump(): void {
    while (this.#active < this.#limits.concurrency) {
      const name = this.#ready.shift();
      if (name === undefined) return;
      const item = this.#lanes.get(name)?.shift();
      if (item !== undefined) void this.#work(name, item);
    }
  }

  async #work(name: string, item: QueueItem): Promise<void> {
    this.#active += 1;
    this.#waiting -= 1;
    this.#size -= item.size;
    try {
      await item.run();
    } finally {
      this.#active -= 1;
      if (this.#lanes.get(name)?.length === 0) this.#lanes.delete(name);
      else this.#ready.push(name);
      this.#pump();
    }
  }
}
