import type { Clock } from '@flux19/ports';

/** Something is had anew this long before it ends, so that what begins with it does not fail. */
const slackMs = 60_000;
/** What somebody holds that does not say how long it holds is asked for again after a while: keys are replaced. */
const undatedMs = 15 * 60_000;
const maximumLeases = 10_000;

interface Lease<Value> {
  readonly value: Value;
  readonly expiresAt: number;
}

/** Keeps what holds for a while, by who has it. */
export class Leases<Value extends { readonly expiresAt?: number | undefined }> {
  readonly #clock: Clock;
  readonly #leases = new Map<string, Lease<Value>>();

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** What is kept under these parts, or what `renew` brings. */
  async get(parts: readonly string[], renew: () => Promise<Value>): Promise<Value> {
    const key = JSON.stringify(parts);
    const lease = this.#leases.get(key);
    if (lease !== undefined && lease.expiresAt - slackMs > this.#clock.now()) return lease.value;
    const value = await renew();
    if (this.#leases.size >= maximumLeases) this.#leases.clear();
    this.#leases.set(key, { value, expiresAt: value.expiresAt ?? this.#clock.now() + undatedMs });
    return value;
  }
}
