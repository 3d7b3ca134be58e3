import type { Clock } from '@flux19/ports';

interface Deadline {
  readonly atMs: number;
  readonly expire: () => void;
}

/** Time limits of many requests under one timer: hardly any is ever reached, so that one timer each would be waste. */
export class Deadlines {
  readonly #clock: Clock;
  readonly #open = new Set<Deadline>();
  #sleep: { readonly untilMs: number; readonly aborter: AbortController } | undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls `expire` after `ms`, unless the returned function is called before. */
  add(ms: number, expire: () => void): () => void {
    const deadline = { atMs: this.#clock.now() + ms, expire };
    this.#open.add(deadline);
    if (this.#sleep === undefined || this.#sleep.untilMs > deadline.atMs) this.#sleepUntil(deadline.atMs);
    return () => this.#open.delete(deadline);
  }

  #sleepUntil(untilMs: number): void {
    this.#sleep?.aborter.abort(replaced);
    const sleep = { untilMs, aborter: new AbortController() };
    this.#sleep = sleep;
    this.#clock.sleep(untilMs - this.#clock.now(), sleep.aborter.signal).then(
      () => this.#wake(),
      () => undefined,
    );
  }

  #wake(): void {
    this.#sleep = undefined;
    const now = this.#clock.now();
    for (const deadline of this.#open) {
      if (deadline.atMs > now) continue;
      this.#open.delete(deadline);
      deadline.expire();
    }
    if (this.#open.size === 0) return;
    this.#sleepUntil(Math.min(...[...this.#open].map(({ atMs }) => atMs)));
  }
}

/** A reason that is made once: making a DOMException each time costs more than the rest. */
const replaced = new Error('an earlier deadline came');
