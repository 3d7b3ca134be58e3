import type { ByteConnection, MessageConnection } from '@flux19/ports';

const prefix = 'SPDY/3.1+';

/** The protocol that is spoken inside of a tunnel, of the name of a subprotocol such as `SPDY/3.1+portforward.k8s.io`. */
export function tunnelledProtocol(subprotocol: string): string | undefined {
  return subprotocol.startsWith(prefix) ? subprotocol.slice(prefix.length) : undefined;
}

/** The bytes that travel in the messages of a WebSocket, wherever they are cut. A text ends them: it is a mistake. */
export function tunnelled(connection: MessageConnection): ByteConnection {
  return { ...connection, received: bytesOf(connection), send: (piece) => connection.send(piece) };
}

async function* bytesOf({ received }: MessageConnection): AsyncGenerator<Uint8Array, void, void> {
  for await (const message of received) {
    if (typeof message === 'string') return;
    yield message;
  }
}
