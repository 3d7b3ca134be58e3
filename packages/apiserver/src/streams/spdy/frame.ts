import type { HeaderWriter, SpdyHeaders } from './header-block.ts';

/** A frame of SPDY/3.1, without those that Kubernetes has no use for (settings, window updates, later headers). */
export type SpdyFrame =
  | {
      readonly kind: 'data';
      readonly streamId: number;
      /** The sender sends nothing more on this stream. */
      readonly isLast: boolean;
      readonly data: Buffer;
    }
  | {
      readonly kind: 'open' | 'reply';
      readonly streamId: number;
      readonly isLast: boolean;
      readonly headers: SpdyHeaders;
    }
  | { readonly kind: 'reset'; readonly streamId: number; readonly status: number }
  | { readonly kind: 'ping'; readonly id: number }
  | { readonly kind: 'goaway'; readonly lastStreamId: number; readonly status: number };

/** Types of control frames. */
export const frameTypes = { open: 1, reply: 2, reset: 3, ping: 6, goaway: 7 } as const;
/** Status of a reset: why a stream ends at once. */
export const resetStatus = { protocolError: 1, refused: 3, cancel: 5 } as const;
export const version = 3;
export const lastFlag = 0x01;
export const headBytes = 8;
/** What a frame's length can say. */
export const longestPayload: number = 2 ** 24 - 1;

/** The bytes of a frame. Frames with headers have to be sent in the order in which they are written. */
export function writeFrame(frame: SpdyFrame, headers: HeaderWriter): Buffer {
  switch (frame.kind) {
    case 'data':
      return Buffer.concat([numbers(frame.streamId, flagged(frame.isLast, frame.data.length)), frame.data]);
    case 'open':
      // Behind the stream: no stream that it belongs to, the highest priority, no slot.
      return control(
        frame.kind,
        frame.isLast,
        numbers(frame.streamId, 0),
        Buffer.alloc(2),
        headers.write(frame.headers),
      );
    case 'reply':
      return control(frame.kind, frame.isLast, numbers(frame.streamId), headers.write(frame.headers));
    case 'reset':
      return control(frame.kind, false, numbers(frame.streamId, frame.status));
    case 'ping':
      return control(frame.kind, false, numbers(frame.id));
    case 'goaway':
      return control(frame.kind, false, numbers(frame.lastStreamId, frame.status));
  }
}

function control(kind: keyof typeof frameTypes, isLast: boolean, ...parts: readonly Buffer[]): Buffer {
  const payload = Buffer.concat(parts);
  return Buffer.concat([
    numbers(0x80000000 + version * 0x10000 + frameTypes[kind], flagged(isLast, payload.length)),
    payload,
  ]);
}

function flagged(isLast: boolean, length: number): number {
  return (isLast ? lastFlag * 0x1000000 : 0) + length;
}

function numbers(...values: readonly number[]): Buffer {
  const bytes = Buffer.alloc(values.length * 4);
  for (const [index, value] of values.entries()) bytes.writeUInt32BE(value, index * 4);
  return bytes;
}
