import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import type { MessageConnection } from '@flux19/ports';
import { createWebSocketStream, WebSocketServer } from 'ws';
import { streamConnection } from './stream-connection.ts';

/** Larger messages end the connection. */
const maxPayload = 16 * 1024 * 1024;
const normalClosure = 1000;
/** How often the client is asked whether it is there: while nobody takes what it has sent, its leaving is seen by writing only. */
const pulseMs = 5_000;

/**
 * Finishes the handshake of a WebSocket. A request that is no proper handshake is answered with 400 and `accept` is not called.
 * @param protocol the chosen subprotocol
 */
export function acceptWebSocket(
  { incoming, socket, head }: { incoming: IncomingMessage; socket: Duplex; head: Buffer },
  protocol: string | undefined,
  accept: (connection: MessageConnection) => void,
): void {
  const server = new WebSocketServer({
    noServer: true,
    clientTracking: false,
    perMessageDeflate: false,
    maxPayload,
    handleProtocols: () => protocol ?? false,
  });
  server.handleUpgrade(incoming, socket, head, (webSocket) => {
    const stream = createWebSocketStream(webSocket, { readableObjectMode: true, decodeStrings: false });
    const gone = new AbortController();
    const pulse = setInterval(() => webSocket.ping(), pulseMs);
    webSocket.once('close', () => {
      clearInterval(pulse);
      gone.abort(new Error('the WebSocket has been closed'));
    });
    // A WebSocket has no halves: when nothing more comes, nothing more can be sent.
    stream.once('end', () => stream.destroy());
    accept(streamConnection(stream, { end: () => webSocket.close(normalClosure), gone: gone.signal }));
  });
}
