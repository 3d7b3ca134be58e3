/** What the applier remembers of its last apply of an object. */
export interface AppliedRecord {
  /** Digest of what was sent, and by whom. */
  readonly desired: string;
  /** resourceVersion of the live object at which nothing was left to do. */
  readonly liveVersion: string;
}

/** Remembers what was applied, so that what changed on neither side is not sent again. Lost on restart without harm. */
export class ApplyMemory {
  readonly #records = new Map<string, AppliedRecord>();

  get(id: string): AppliedRecord | undefined {
    return this.#records.get(id);
  }

  set(id: string, record: AppliedRecord): void {
    this.#records.set(id, record);
  }

  forget(id: string): void {
    this.#records.delete(id);
  }

  get size(): number {
    return this.#records.size;
  }
}
