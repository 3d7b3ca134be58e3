import type { Clock } from '@flux19/ports';

/** Until a pass has taken this long, nobody is told what it does: a write that is outdated at once helps nobody. */
const quietMs = 1000;

/** Writes a progress message; must not throw. */
export type ProgressWriter = (message: string) => Promise<void>;

/**
 * Remembers what a pass is doing and writes it down when that takes long.
 * Flux: writes each step; here short passes write once, at their end.
 */
export class ProgressReporter {
  readonly #write: ProgressWriter;
  readonly #ended = new AbortController();
  #message: string;
  #isLong = false;
  #writing: Promise<void> = Promise.resolve();

  constructor(clock: Clock, first: string, write: ProgressWriter) {
    this.#message = first;
    this.#write = write;
    clock.sleep(quietMs, this.#ended.signal).then(
      () => {
        this.#isLong = true;
        this.#report();
      },
      () => undefined,
    );
  }

  get message(): string {
    return this.#message;
  }

  set(message: string): void {
    this.#message = message;
    if (this.#isLong) this.#report();
  }

  /** Nothing is written any more once this has resolved. */
  async end(): Promise<void> {
    this.#ended.abort();
    this.#isLong = false;
    await this.#writing;
  }

  #report(): void {
    const message = this.#message;
    this.#writing = this.#writing.then(() => this.#write(message));
  }
}
