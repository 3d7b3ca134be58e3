/** What a Kustomization waits for across passes: the work that waits, and since when. */
interface Wait {
  readonly work: string;
  readonly sinceMs: number;
}

/** Remembers when waits began, since no pass lasts as long as a wait. Forgotten on restart, when every wait begins anew. */
export class Waits {
  readonly #waits = new Map<string, Wait>();

  /** When the given work of an object began to wait: now, unless it waits already. Milliseconds since the Unix epoch. */
  begin(uid: string, work: string, nowMs: number): number {
    const known = this.#waits.get(uid);
    if (known?.work === work) return known.sinceMs;
    this.#waits.set(uid, { work, sinceMs: nowMs });
    return nowMs;
  }

  /** The work that an object waits for, if it waits. */
  workOf(uid: string): string | undefined {
    return this.#waits.get(uid)?.work;
  }

  end(uid: string): void {
    this.#waits.delete(uid);
  }
}
