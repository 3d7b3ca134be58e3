/** What travels both ways once a request has been upgraded: pieces of bytes, or whole messages of a WebSocket. */
export interface Connection<Piece> {
  /** What the other side sends, no faster than it is taken. Ends when the other side ends or the connection breaks. For one reader. */
  readonly received: AsyncIterable<Piece>;
  /** Resolves when there is room for more. What is sent to a side that is gone is dropped. */
  send(piece: Piece): Promise<void>;
  /** Says that nothing more is sent; the other side may still send. */
  finish(): void;
  /** Sends what is on its way, then ends the connection. */
  close(): void;
  /** Aborts when the connection has ended, whoever ended it. */
  readonly closed: AbortSignal;
}

/** A connection that carries bytes, cut anywhere. */
export type ByteConnection = Connection<Uint8Array>;

/** A WebSocket: its messages stay whole; texts are strings. */
export type MessageConnection = Connection<string | Uint8Array>;

/** How a request goes on that asked for another protocol. `speak` owns the connection and resolves when it needs it no more. */
export type Upgrade =
  | {
      readonly kind: 'websocket';
      /** The subprotocol, one of those that the client offered; absent when it offered none. */
      readonly protocol?: string;
      readonly speak: (connection: MessageConnection) => Promise<void>;
    }
  | {
      readonly kind: 'bytes';
      /** Name of the protocol for the header Upgrade: `SPDY/3.1`. */
      readonly protocol: string;
      /** Sent with status 101. */
      readonly headers: Readonly<Record<string, string>>;
      readonly speak: (connection: ByteConnection) => Promise<void>;
    };

/**
 * The part of a server that answers requests with `Connection: Upgrade`: it decides as a Handler does, from the same request
 * (credentials included), and returns either an answer, which ends the matter, or how to go on. It never rejects.
 */
export type UpgradeHandler = (request: Request) => Promise<Response | Upgrade>;
