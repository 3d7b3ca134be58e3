import type { Duplex } from 'node:stream';
import type { Connection } from '@flux19/ports';

/** How long the other side may take to end after this side has. */
const lingerMs = 5_000;

export interface StreamEnding {
  /** Tells the other side that nothing more comes. Ends the stream when absent. */
  readonly end?: () => void;
  /** Aborts when the other side is gone, even if not all of what it sent has been read. */
  readonly gone?: AbortSignal;
}

/** The port of a stream whose pieces are bytes or, in object mode, messages. */
export function streamConnection<Piece>(stream: Duplex, ending: StreamEnding = {}): Connection<Piece> {
  const { end = () => void stream.end(), gone } = ending;
  const closed = new AbortController();
  // A connection that breaks ends; whoever uses it sees that it is closed.
  stream.on('error', () => undefined);
  stream.once('close', () => closed.abort(new Error('the connection has ended')));
  return {
    received: { [Symbol.asyncIterator]: () => piecesOf<Piece>(stream) },
    closed: gone === undefined ? closed.signal : AbortSignal.any([closed.signal, gone]),
    send: (piece) =>
      new Promise((resolve) => {
        if (stream.writable) stream.write(piece, () => resolve());
        else resolve();
      }),
    finish: () => {
      if (stream.writable) end();
    },
    close() {
      if (stream.destroyed) return;
      end();
      // What still arrives is read and forgotten: unread bytes would make the system reset the connection and drop what was sent last.
      stream.resume();
      const timer = setTimeout(() => stream.destroy(), lingerMs);
      stream.once('end', () => stream.destroy());
      stream.once('close', () => clearTimeout(timer));
    },
  };
}

async function* piecesOf<Piece>(stream: Duplex): AsyncGenerator<Piece, void, void> {
  try {
    for await (const piece of stream.iterator({ destroyOnReturn: false })) yield piece as Piece;
  } catch {
    // Whether the other side said good-bye makes no difference to what has come.
  }
}
