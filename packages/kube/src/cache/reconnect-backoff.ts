const firstMs = 500;
const longestMs = 30_000;

/** Pauses between attempts to reach a server: doubling, up to 30 s, each drawn from its upper half so that clients spread out. */
export class ReconnectBackoff {
  readonly #random: () => number;
  #failures = 0;

  constructor(random: () => number) {
    this.#random = random;
  }

  /** Failures in a row. */
  get failures(): number {
    return this.#failures;
  }

  /** Counts a failure and says how long to wait. */
  nextMs(): number {
    const most = Math.min(longestMs, firstMs * 2 ** Math.min(this.#failures, 16));
    this.#failures += 1;
    return most * (0.5 + this.#random() * 0.5);
  }

  reset(): void {
    this.#failures = 0;
  }
}
