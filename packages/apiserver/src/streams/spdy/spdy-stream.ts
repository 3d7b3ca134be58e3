import { PieceQueue } from '../piece-queue.ts';
import { longestPayload, resetStatus, type SpdyFrame } from './frame.ts';
import type { SpdyHeaders } from './header-block.ts';

/** Sends a frame. Resolves when there is room for more; frames for a client that is gone are dropped. */
export type SendFrame = (frame: SpdyFrame) => Promise<void>;

/** One stream of a SPDY connection, opened by the client. */
export class SpdyStream {
  readonly id: number;
  readonly headers: SpdyHeaders;
  /** What the client sends; ends when it ends its half, resets the stream, or goes away. */
  readonly received: PieceQueue = new PieceQueue();
  readonly #send: SendFrame;
  readonly #release: () => void;
  readonly #gone = new AbortController();
  #isFinished = false;
  #isEnded = false;

  /** @param release called once when neither side has anything more to say */
  constructor(id: number, headers: SpdyHeaders, send: SendFrame, release: () => void) {
    this.id = id;
    this.headers = headers;
    this.#send = send;
    this.#release = release;
  }

  /** Aborts when the stream is reset by either side, or the connection ends. */
  get gone(): AbortSignal {
    return this.#gone.signal;
  }

  /** The first value of a header; empty when it is absent. */
  header(name: string): string {
    return this.headers.get(name.toLowerCase())?.[0] ?? '';
  }

  /** Resolves when there is room for more. Does nothing on a stream that has been finished or reset. */
  async send(data: Uint8Array): Promise<void> {
    for (let at = 0; at < data.length && !this.#isFinished; at += longestPayload) {
      const part = Buffer.from(data.subarray(at, at + longestPayload));
      await this.#send({ kind: 'data', streamId: this.id, isLast: false, data: part });
    }
  }

  /** Tells the client that nothing more comes. */
  async finish(): Promise<void> {
    if (this.#isFinished) return;
    this.#isFinished = true;
    if (this.#isEnded) this.#release();
    await this.#send({ kind: 'data', streamId: this.id, isLast: true, data: Buffer.alloc(0) });
  }

  /** Ends both halves at once. */
  async reset(): Promise<void> {
    if (this.#gone.signal.aborted) return;
    this.abandon();
    await this.#send({ kind: 'reset', streamId: this.id, status: resetStatus.cancel });
  }

  /** Takes notice that the client sends no more. */
  end(): void {
    this.#isEnded = true;
    this.received.end();
    if (this.#isFinished) this.#release();
  }

  /** Takes notice that the stream is gone. */
  abandon(): void {
    this.#isFinished = true;
    this.received.abandon();
    this.#release();
    this.#gone.abort(new Error('the stream is gone'));
  }
}
