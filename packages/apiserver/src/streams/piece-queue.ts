/** Bytes that may wait for their reader before the sender is held back. */
const highWaterBytes = 256 * 1024;

/** Pieces of bytes on their way from one who hands them in to one reader. Who hands in more than the reader takes has to wait. */
export class PieceQueue implements AsyncIterable<Uint8Array> {
  readonly #pieces: Uint8Array[] = [];
  #waitingBytes = 0;
  #isEnded = false;
  #wakeReader: () => void = () => undefined;
  #wakeWriters: (() => void)[] = [];

  /** Resolves when there is room for more. What is handed in after the end is dropped. */
  async put(piece: Uint8Array): Promise<void> {
    if (this.#isEnded || piece.length === 0) return;
    this.#pieces.push(piece);
    this.#waitingBytes += piece.length;
    this.#wakeReader();
    if (this.#waitingBytes > highWaterBytes) await new Promise<void>((resolve) => this.#wakeWriters.push(resolve));
  }

  /** Nothing more comes. The reader still gets what waits. */
  end(): void {
    this.#isEnded = true;
    this.#wakeReader();
    this.#release();
  }

  /** Nobody reads any more: what waits is dropped. */
  abandon(): void {
    this.#pieces.length = 0;
    this.end();
  }

  async *[Symbol.asyncIterator](): AsyncIterator<Uint8Array> {
    try {
      while (true) {
        const piece = this.#pieces.shift();
        if (piece !== undefined) {
          this.#waitingBytes -= piece.length;
          if (this.#waitingBytes <= highWaterBytes) this.#release();
          yield piece;
        } else if (this.#isEnded) return;
        else await new Promise<void>((resolve) => (this.#wakeReader = resolve));
      }
    } finally {
      this.abandon();
    }
  }

  #release(): void {
    for (const resolve of this.#wakeWriters.splice(0)) resolve();
  }
}
