import type { Clock } from '@flux19/ports';

export interface WatchStreamOptions {
  readonly clock: Clock;
  readonly timeoutMs: number;
  /** Any of these ends the stream. */
  readonly endings: readonly AbortSignal[];
  /** Sent at an interval, so that clients know how far they have come. */
  readonly bookmark: { readonly intervalMs: number; readonly make: () => Uint8Array } | undefined;
}

/** A client that leaves more than this unread is disconnected, and has to begin anew: memory is for the others too. */
const unreadLimitBytes = 64 * 1024 * 1024;

/** The body of a watch. Buffers that are sent are shared with other watches and never modified. */
export class WatchStream {
  readonly body: ReadableStream<Uint8Array>;
  readonly #aborter = new AbortController();
  readonly #endHandlers: (() => void)[] = [];
  #controller: ReadableStreamDefaultController<Uint8Array> | undefined;

  constructor(options: WatchStreamOptions) {
    this.body = new ReadableStream<Uint8Array>(
      {
        start: (controller) => {
          this.#controller = controller;
        },
        cancel: () => this.end(),
      },
      { highWaterMark: unreadLimitBytes, size: (chunk) => chunk?.byteLength ?? 0 },
    );
    for (const signal of options.endings) this.#endWith(signal);
    this.#after(options.clock, options.timeoutMs, () => this.end());
    const { bookmark } = options;
    if (bookmark !== undefined) this.#repeat(options.clock, bookmark.intervalMs, () => this.send(bookmark.make()));
  }

  send(chunk: Uint8Array): void {
    if (this.#controller === undefined) return;
    this.#controller.enqueue(chunk);
    if ((this.#controller.desiredSize ?? 0) <= 0) this.end();
  }

  /** Calls back when the stream ends, at once if it has. */
  onEnd(handler: () => void): void {
    if (this.#aborter.signal.aborted) handler();
    else this.#endHandlers.push(handler);
  }

  end(): void {
    if (this.#aborter.signal.aborted) return;
    this.#aborter.abort(new Error('the watch has ended'));
    for (const handler of this.#endHandlers) handler();
    try {
      this.#controller?.close();
    } catch {
      // The client has cancelled the stream, which closed it.
    }
    this.#controller = undefined;
  }

  #endWith(signal: AbortSignal): void {
    const end = () => this.end();
    if (signal.aborted) end();
    else {
      signal.addEventListener('abort', end, { once: true });
      this.onEnd(() => signal.removeEventListener('abort', end));
    }
  }

  #after(clock: Clock, ms: number, act: () => void): void {
    clock.sleep(ms, this.#aborter.signal).then(act, () => undefined);
  }

  #repeat(clock: Clock, ms: number, act: () => void): void {
    this.#after(clock, ms, () => {
      act();
      this.#repeat(clock, ms, act);
    });
  }
}
