import type { Connection } from '@flux19/ports';

/** The server's side of a connection, with the hands of the client. */
export interface FakeConnection<Piece> extends Connection<Piece> {
  /** What the server has sent so far. */
  readonly sent: readonly Piece[];
  /** Says something to the server. */
  say(...pieces: readonly Piece[]): void;
  /** Goes away. */
  leave(): void;
}

/** A connection without a socket. */
export function fakeConnection<Piece>(): FakeConnection<Piece> {
  const closed = new AbortController();
  const waiting: Piece[] = [];
  const sent: Piece[] = [];
  let wake = (): void => undefined;
  const leave = (): void => {
    closed.abort(new Error('the connection has ended'));
    wake();
  };
  async function* received(): AsyncGenerator<Piece, void, void> {
    while (true) {
      const piece = waiting.shift();
      if (piece !== undefined) yield piece;
      else if (closed.signal.aborted) return;
      else {
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
    }
  }
  return {
    sent,
    closed: closed.signal,
    received: received(),
    send: async (piece) => void sent.push(piece),
    finish: () => undefined,
    close: leave,
    leave,
    say(...pieces) {
      waiting.push(...pieces);
      wake();
    },
  };
}
