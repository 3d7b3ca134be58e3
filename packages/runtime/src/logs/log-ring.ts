import type { LogRecord } from './logger.ts';

/** The latest log lines, for `flux19 logs` and the logs of the simulated Pods. */
export class LogRing {
  readonly capacity: number;
  readonly #records: LogRecord[] = [];
  readonly #handlers = new Set<(record: LogRecord) => void>();
  /** Where the next record goes once the ring is full. */
  #next = 0;

  constructor(capacity = 5000) {
    this.capacity = capacity;
  }

  add(record: LogRecord): void {
    if (this.#records.length < this.capacity) this.#records.push(record);
    else this.#records[this.#next] = record;
    this.#next = (this.#next + 1) % this.capacity;
    for (const handler of this.#handlers) handler(record);
  }

  /** Oldest first. */
  records(): readonly LogRecord[] {
    if (this.#records.length < this.capacity) return [...this.#records];
    return [...this.#records.slice(this.#next), ...this.#records.slice(0, this.#next)];
  }

  /** Told of every line from now on. */
  onRecord(handler: (record: LogRecord) => void): () => void {
    this.#handlers.add(handler);
    return () => this.#handlers.delete(handler);
  }
}
