import { BrokenConnectionError, type Clock } from '@flux19/ports';

/** The time from one start of the server to the next, for requests and watches that do not outlive it. */
export class ServerLife {
  readonly #clock: Clock;
  readonly #onRestart: () => void;
  #current = new AbortController();
  /** While the server is down: clients find nobody. */
  #isDown = false;
  #isOver = false;

  constructor(clock: Clock, onRestart: () => void) {
    this.#clock = clock;
    this.#onRestart = onRestart;
  }

  /** Aborts at the end of this life. */
  get signal(): AbortSignal {
    return this.#current.signal;
  }

  /** Whether there will be no other life. */
  get isOver(): boolean {
    return this.#isOver;
  }

  /** Ends this life; the next one begins after a while. Asked again meanwhile, it does nothing. */
  restart(downMs: number): void {
    if (this.#isDown || this.#isOver) return;
    const ended = this.#current;
    this.#current = new AbortController();
    ended.abort(new Error('the server is starting anew'));
    this.#onRestart();
    if (downMs <= 0) return;
    this.#isDown = true;
    this.#clock
      .sleep(downMs, this.#current.signal)
      .catch(() => undefined)
      .finally(() => {
        this.#isDown = false;
      });
  }

  end(): void {
    this.#isOver = true;
    this.#current.abort(new Error('the server is shutting down'));
  }

  /** Answers within this life. Throws BrokenConnectionError when it ends meanwhile, or the server is down. */
  async live<Value>(answer: () => Promise<Value>): Promise<Value> {
    const { signal } = this;
    if (this.#isDown) throw new BrokenConnectionError('connection refused on purpose: the server is starting anew');
    const value = await answer();
    if (signal.aborted && !this.#isOver) throw new BrokenConnectionError('the server was stopped before it answered');
    return value;
  }
}
