/** So many events are remembered for writes whose answer comes after their event. */
const remembered = 50_000;

/** Compares the writes that were answered with the events that a mirror saw. */
export class WriteLedger {
  readonly #seen = new Set<number>();
  readonly #awaited = new Map<number, string>();
  #highest = 0;
  #disorder = 0;
  #writes = 0;

  /** The latest revision that an event told of. */
  get highest(): number {
    return this.#highest;
  }

  get writes(): number {
    return this.#writes;
  }

  /** Events that came behind later ones. */
  get disorder(): number {
    return this.#disorder;
  }

  /** Writes whose event never came: what they were. */
  get missing(): readonly string[] {
    return [...this.#awaited.values()];
  }

  /**
   * A write was answered with this revision. One that is not above `before`, the highest when it was sent, has changed nothing, or the mirror saw
   * its event long ago.
   */
  answered(what: string, revision: number, before: number): void {
    if (revision <= before) return;
    this.#writes += 1;
    if (!this.#seen.has(revision)) this.#awaited.set(revision, `${what} at ${revision}`);
  }

  /** An event told of this revision. */
  saw(revision: number): void {
    if (revision <= this.#highest) this.#disorder += 1;
    this.#highest = Math.max(this.#highest, revision);
    this.#awaited.delete(revision);
    this.#seen.add(revision);
    if (this.#seen.size <= remembered) return;
    for (const old of this.#seen) {
      this.#seen.delete(old);
      if (this.#seen.size <= remembered / 2) break;
    }
  }
}
