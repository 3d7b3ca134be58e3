import type { Clock } from '@flux19/ports';

/** How long a refusal counts: rights are given now and then, and asking costs a request of every kind. */
const validMs = 10 * 60_000;

/** What an identity was not allowed to watch, so that it is not asked for again and again. */
export class WatchRefusals {
  readonly #clock: Clock;
  readonly #refusedAt = new Map<string, number>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  note(key: string): void {
    this.#refusedAt.set(key, this.#clock.now());
  }

  has(key: string): boolean {
    const at = this.#refusedAt.get(key);
    if (at === undefined) return false;
    if (this.#clock.now() - at < validMs) return true;
    this.#refusedAt.delete(key);
    return false;
  }
}
