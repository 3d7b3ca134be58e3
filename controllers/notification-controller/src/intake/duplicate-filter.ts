/** So many keys are remembered at most; beyond it the oldest are forgotten, and a duplicate may pass. */
const mostKeys = 500_000;

/** Tells whether a key was seen within an interval that began when it was let through. */
export class DuplicateFilter {
  readonly #intervalMs: number;
  /** When each key was let through, oldest first. */
  readonly #seen = new Map<string, number>();

  constructor(intervalMs: number) {
    this.#intervalMs = intervalMs;
  }

  /** Milliseconds until an equal key passes again; 0 when this one passes now. */
  admit(key: string, nowMs: number): number {
    this.#forget(nowMs);
    const seenAtMs = this.#seen.get(key);
    if (seenAtMs !== undefined) return seenAtMs + this.#intervalMs - nowMs;
    this.#seen.set(key, nowMs);
    return 0;
  }

  #forget(nowMs: number): void {
    for (const [key, seenAtMs] of this.#seen) {
      if (this.#seen.size <= mostKeys && seenAtMs + this.#intervalMs > nowMs) return;
      this.#seen.delete(key);
    }
  }
}
