const lineFeed = 10;

/** Cuts a stream of bytes into lines of text. Works on bytes, so that a character that two chunks share stays whole. */
export class LineSplitter {
  readonly #largestBytes: number;
  #rest: Buffer[] = [];
  #restBytes = 0;

  /** @param largestBytes a longer line throws RangeError */
  constructor(largestBytes: number) {
    this.#largestBytes = largestBytes;
  }

  /** The lines that this chunk completes, without their line feeds; empty lines are left out. */
  push(bytes: Uint8Array): string[] {
    const chunk = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    const lines: string[] = [];
    let start = 0;
    for (let end = chunk.indexOf(lineFeed); end >= 0; end = chunk.indexOf(lineFeed, start)) {
      const line = this.#complete(chunk, start, end);
      if (line.trim() !== '') lines.push(line);
      start = end + 1;
    }
    if (start < chunk.length) this.#keep(chunk.subarray(start));
    return lines;
  }

  /** True when the last line has no end yet: the stream broke off if it ends here. */
  get hasRest(): boolean {
    return this.#restBytes > 0;
  }

  #complete(chunk: Buffer, start: number, end: number): string {
    if (this.#restBytes === 0) return chunk.toString('utf8', start, end);
    this.#keep(chunk.subarray(start, end));
    const line = Buffer.concat(this.#rest).toString('utf8');
    this.#rest = [];
    this.#restBytes = 0;
    return line;
  }

  #keep(part: Buffer): void {
    this.#rest.push(part);
    this.#restBytes += part.length;
    if (this.#restBytes > this.#largestBytes) throw new RangeError(`a line is longer than ${this.#largestBytes} bytes`);
  }
}
