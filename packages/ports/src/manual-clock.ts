import type { Clock } from './clock.ts';

interface Sleeper {
  readonly due: number;
  readonly wake: () => void;
}

/** A clock that moves only when told to: for tests. */
export class ManualClock implements Clock {
  #now: number;
  readonly #sleepers = new Set<Sleeper>();

  /** @param startMs milliseconds since the Unix epoch */
  constructor(startMs: number = Date.UTC(2026, 0, 1)) {
    this.#now = startMs;
  }

  now(): number {
    return this.#now;
  }

  sleep(ms: number, signal: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const sleeper: Sleeper = { due: this.#now + ms, wake: resolve };
    const abort = (): void => {
      this.#sleepers.delete(sleeper);
      reject(signal.reason);
    };
    if (signal.aborted) abort();
    else if (ms <= 0) resolve();
    else {
      this.#sleepers.add(sleeper);
      signal.addEventListener('abort', abort, { once: true });
    }
    return promise.finally(() => signal.removeEventListener('abort', abort));
  }

  /** How many sleeps are under way: lets a test wait until the code under test has gone to sleep. */
  get sleeping(): number {
    return this.#sleepers.size;
  }

  /**
   * Moves time on and wakes whoever is due, earliest first. After each moment at which somebody was woken, `rest` is waited for; without it
   * each sleeper runs for one turn of the event loop before the next.
   */
  async advance(ms: number, rest?: () => Promise<void>): Promise<void> {
    const end = this.#now + ms;
    for (let next = this.#nextDue(end); next !== undefined; next = this.#nextDue(end)) {
      this.#now = Math.max(this.#now, next.due);
      this.#wake(next);
      if (rest === undefined) await new Promise((done) => setImmediate(done));
      else {
        for (const other of this.#sleepers) if (other.due <= this.#now) this.#wake(other);
        await rest();
      }
    }
    this.#now = end;
  }

  #wake(sleeper: Sleeper): void {
    this.#sleepers.delete(sleeper);
    sleeper.wake();
  }

  /** Of those that are due at the same time, whoever went to sleep first. */
  #nextDue(end: number): Sleeper | undefined {
    let next: Sleeper | undefined;
    for (const sleeper of this.#sleepers) {
      if (sleeper.due <= end && (next === undefined || sleeper.due < next.due)) next = sleeper;
    }
    return next;
  }
}
