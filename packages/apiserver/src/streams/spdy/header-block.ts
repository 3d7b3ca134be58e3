import { deflateRawSync, constants as flush, inflateRawSync } from 'node:zlib';
import { spdyDictionary } from './dictionary.ts';
import { SpdyError } from './spdy-error.ts';

/** Headers of a stream; names in lower case, each with its values. */
export type SpdyHeaders = ReadonlyMap<string, readonly string[]>;

const windowBytes = 32 * 1024;
const blockLimitBytes = 1024 * 1024;
/** Header of a zlib stream with a preset dictionary (RFC 1950 2.2), and the Adler-32 of SPDY's. */
const zlibHeader = Buffer.from('78bbe3c6a7c2', 'hex');

/**
 * All header blocks of one direction are one zlib stream that is flushed behind each block. zlib may look back no further than
 * 32 KiB, so that what was said last is all that has to be kept between two blocks: each is compressed and expanded by itself,
 * with that as its dictionary.
 */
class Window {
  #said: Buffer = spdyDictionary();
  isFirst = true;

  get dictionary(): Buffer {
    return this.#said;
  }

  add(block: Buffer): void {
    this.isFirst = false;
    this.#said = Buffer.concat([this.#said, block]).subarray(-windowBytes);
  }
}

/** Writes the header blocks of one direction, which have to be sent in the order in which they are made. */
export class HeaderWriter {
  readonly #window = new Window();

  write(headers: SpdyHeaders): Buffer {
    const block = encodeHeaders(headers);
    const { isFirst, dictionary } = this.#window;
    const packed = deflateRawSync(block, { dictionary, finishFlush: flush.Z_SYNC_FLUSH });
    this.#window.add(block);
    return isFirst ? Buffer.concat([zlibHeader, packed]) : packed;
  }
}

/** Reads the header blocks of one direction in the order in which they come. */
export class HeaderReader {
  readonly #window = new Window();

  /** Throws SpdyError. */
  read(packed: Buffer): SpdyHeaders {
    const { isFirst, dictionary } = this.#window;
    const raw = isFirst ? withoutZlibHeader(packed) : packed;
    let block: Buffer;
    try {
      const limits = { finishFlush: flush.Z_SYNC_FLUSH, maxOutputLength: blockLimitBytes };
      block = inflateRawSync(raw, { dictionary, ...limits });
    } catch (cause) {
      throw new SpdyError('headers cannot be decompressed', { cause });
    }
    this.#window.add(block);
    return decodeHeaders(block);
  }
}

function withoutZlibHeader(packed: Buffer): Buffer {
  const [method = 0, flags = 0] = packed;
  const isZlib = (method & 0x0f) === 8 && (method * 256 + flags) % 31 === 0;
  const hasDictionary = (flags & 0x20) !== 0 && packed.subarray(2, 6).equals(zlibHeader.subarray(2));
  if (!isZlib || !hasDictionary) throw new SpdyError('headers are not compressed with the dictionary of SPDY/3');
  return packed.subarray(zlibHeader.length);
}

function encodeHeaders(headers: SpdyHeaders): Buffer {
  const texts = [...headers].flatMap(([name, values]) => [name, values.join('\0')]);
  return Buffer.concat([uint32(headers.size), ...texts.flatMap(sized)]);
}

function sized(text: string): Buffer[] {
  const bytes = Buffer.from(text);
  return [uint32(bytes.length), bytes];
}

function uint32(value: number): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(value);
  return bytes;
}

function decodeHeaders(block: Buffer): SpdyHeaders {
  let at = 0;
  const number = (): number => {
    if (at + 4 > block.length) throw new SpdyError('headers end too early');
    at += 4;
    return block.readUInt32BE(at - 4);
  };
  const text = (): string => {
    const length = number();
    if (at + length > block.length) throw new SpdyError('headers end too early');
    at += length;
    return block.toString('utf8', at - length, at);
  };
  const headers = new Map<string, readonly string[]>();
  for (let left = number(); left > 0; left -= 1) headers.set(text().toLowerCase(), text().split('\0'));
  return headers;
}
