import type { Clock } from '@flux19/ports';
import { StallError } from '../client/api-error.ts';

/** Aborts when nothing was seen for too long. A connection that is half open gives no other sign. */
export class StallGuard {
  readonly #clock: Clock;
  readonly #timeoutMs: number;
  readonly #aborter = new AbortController();
  readonly #ended = new AbortController();
  readonly #outer: AbortSignal;
  readonly #stop = (): void => this.#aborter.abort(this.#outer.reason);
  #seenAtMs: number;

  constructor(clock: Clock, timeoutMs: number, signal: AbortSignal) {
    this.#clock = clock;
    this.#timeoutMs = timeoutMs;
    this.#outer = signal;
    this.#seenAtMs = clock.now();
    if (signal.aborted) this.#stop();
    else signal.addEventListener('abort', this.#stop, { once: true });
    this.#watch().catch(() => undefined);
  }

  /** Aborts with a {@link StallError}, or with the reason of the signal that was given. */
  get signal(): AbortSignal {
    return this.#aborter.signal;
  }

  /** Something was heard from the other side. */
  seen(): void {
    this.#seenAtMs = this.#clock.now();
  }

  end(): void {
    this.#outer.removeEventListener('abort', this.#stop);
    this.#ended.abort();
  }

  async #watch(): Promise<void> {
    for (;;) {
      const leftMs = this.#seenAtMs + this.#timeoutMs - this.#clock.now();
      if (leftMs <= 0) break;
      await this.#clock.sleep(leftMs, this.#ended.signal);
    }
    this.#aborter.abort(new StallError(`nothing was heard for ${this.#timeoutMs / 1000} s`));
  }
}
