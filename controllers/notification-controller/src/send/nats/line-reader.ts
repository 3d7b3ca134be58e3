import type { Socket } from 'node:net';
import { SendError } from '../send-error.ts';

/** No line of a NATS server is longer: INFO is a few kilobytes. */
const longestLine = 64 * 1024;

/** Reads a socket line by line. */
export class LineReader {
  readonly #chunks: AsyncIterator<Uint8Array>;
  #rest = '';

  constructor(socket: Socket) {
    this.#chunks = socket.iterator({ destroyOnReturn: false })[Symbol.asyncIterator]();
  }

  /** The next line without its end. Throws {@link SendError} when the connection ends first or the line is too long. */
  async line(): Promise<string> {
    for (;;) {
      const end = this.#rest.indexOf('\n');
      if (end >= 0) {
        const line = this.#rest.slice(0, end).replace(/\r$/, '');
        this.#rest = this.#rest.slice(end + 1);
        return line;
      }
      if (this.#rest.length > longestLine) throw new SendError('the server sent a line that is too long');
      const { done, value } = await this.#chunks.next();
      if (done === true) throw new SendError('the server closed the connection');
      this.#rest += Buffer.from(value).toString('utf8');
    }
  }
}
