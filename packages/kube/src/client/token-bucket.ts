import type { Clock } from '@flux19/ports';

/** Lets `burst` requests through at once and `perSecond` after that, in the order in which they came. */
export class TokenBucket {
  readonly #clock: Clock;
  readonly #perMs: number;
  readonly #burst: number;
  #tokens: number;
  #countedAtMs: number;

  constructor(clock: Clock, perSecond: number, burst: number) {
    this.#clock = clock;
    this.#perMs = perSecond / 1000;
    this.#burst = burst;
    this.#tokens = burst;
    this.#countedAtMs = clock.now();
  }

  /** Takes a token, in debt if there is none, and waits until the debt is paid. */
  async take(signal: AbortSignal): Promise<void> {
    const now = this.#clock.now();
    this.#tokens = Math.min(this.#burst, this.#tokens + Math.max(0, now - this.#countedAtMs) * this.#perMs);
    this.#countedAtMs = now;
    this.#tokens -= 1;
    if (this.#tokens >= 0) return;
    try {
      await this.#clock.sleep(-this.#tokens / this.#perMs, signal);
    } catch (thrown) {
      this.#tokens += 1;
      throw thrown;
    }
  }
}
