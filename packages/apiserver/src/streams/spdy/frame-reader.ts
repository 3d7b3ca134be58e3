import { frameTypes, headBytes, lastFlag, longestPayload, type SpdyFrame, version } from './frame.ts';
import { HeaderReader } from './header-block.ts';
import { SpdyError } from './spdy-error.ts';

/** Longer control frames are not read: they hold a few headers. */
const controlLimitBytes = 64 * 1024;

interface DataRest {
  readonly streamId: number;
  readonly isLast: boolean;
  readonly left: number;
}

/** Cuts the bytes of one direction into frames. Data is handed on as it comes: one frame of it may become several. */
export class FrameReader {
  readonly #headers = new HeaderReader();
  #bytes: Buffer = Buffer.alloc(0);
  #data: DataRest | undefined;

  /** The frames that the bytes complete. Throws SpdyError; then nothing more can be read. */
  read(piece: Uint8Array): readonly SpdyFrame[] {
    this.#bytes = this.#bytes.length === 0 ? Buffer.from(piece) : Buffer.concat([this.#bytes, piece]);
    const frames: SpdyFrame[] = [];
    while (this.#step(frames));
    return frames;
  }

  /** Whether there may be more to read in what has come. */
  #step(frames: SpdyFrame[]): boolean {
    if (this.#data !== undefined) return this.#readData(this.#data, frames);
    if (this.#bytes.length < headBytes) return false;
    const first = this.#bytes.readUInt32BE(0);
    const second = this.#bytes.readUInt32BE(4);
    const isLast = ((second >>> 24) & lastFlag) !== 0;
    const length = second & longestPayload;
    if (first >>> 31 === 0) {
      if (first === 0) throw new SpdyError('data for no stream');
      this.#data = { streamId: first, isLast, left: length };
      this.#take(headBytes);
      return true;
    }
    if (((first >>> 16) & 0x7fff) !== version) throw new SpdyError('a frame of another version than SPDY/3');
    if (length > controlLimitBytes) throw new SpdyError('a control frame is too long');
    if (this.#bytes.length < headBytes + length) return false;
    const payload = this.#take(headBytes + length).subarray(headBytes);
    const frame = this.#readControl(first & 0xffff, isLast, payload);
    if (frame !== undefined) frames.push(frame);
    return true;
  }

  #readData({ streamId, isLast, left }: DataRest, frames: SpdyFrame[]): boolean {
    if (left > 0 && this.#bytes.length === 0) return false;
    const data = this.#take(Math.min(left, this.#bytes.length));
    const after = left - data.length;
    frames.push({ kind: 'data', streamId, isLast: isLast && after === 0, data });
    this.#data = after === 0 ? undefined : { streamId, isLast, left: after };
    return true;
  }

  #readControl(type: number, isLast: boolean, payload: Buffer): SpdyFrame | undefined {
    const number = (at: number): number => {
      if (payload.length < at + 4) throw new SpdyError('a control frame is too short');
      return payload.readUInt32BE(at);
    };
    const streamId = (): number => number(0) & 0x7fffffff;
    switch (type) {
      case frameTypes.open:
        return { kind: 'open', streamId: streamId(), isLast, headers: this.#headers.read(payload.subarray(10)) };
      case frameTypes.reply:
        return { kind: 'reply', streamId: streamId(), isLast, headers: this.#headers.read(payload.subarray(4)) };
      case frameTypes.reset:
        return { kind: 'reset', streamId: streamId(), status: number(4) };
      case frameTypes.ping:
        return { kind: 'ping', id: number(0) };
      case frameTypes.goaway:
        return { kind: 'goaway', lastStreamId: streamId(), status: number(4) };
      default:
        return undefined;
    }
  }

  #take(count: number): Buffer {
    const taken = this.#bytes.subarray(0, count);
    this.#bytes = this.#bytes.subarray(count);
    return taken;
  }
}
