import type { ByteConnection } from '@flux19/ports';
import { serveSpdy } from '../spdy/serve-spdy.ts';
import type { SpdyStream } from '../spdy/spdy-stream.ts';
import { type ConnectPort, forwardPort } from './forward-port.ts';

/** The protocol for ports over SPDY. */
export const spdyForwardProtocol = 'portforward.k8s.io';

const portForm = /^[1-9]\d{0,4}$/;

/**
 * Forwards ports for a client that opens two streams for each connection, one for data and one for what goes wrong; they name the
 * port and belong together by a number that the client makes up. Resolves when the client goes away.
 */
export async function spdyForward(connection: ByteConnection, podName: string, connect: ConnectPort): Promise<void> {
  const waiting = new Map<string, SpdyStream>();
  await serveSpdy(connection, (stream) => {
    const type = stream.header('streamType');
    const isProper = portForm.test(stream.header('port')) && (type === 'data' || type === 'error');
    if (!isProper) return undefined;
    const request = requestOf(stream, type);
    const other = waiting.get(request);
    if (other?.header('streamType') === type) return undefined;
    if (other === undefined) {
      waiting.set(request, stream);
      stream.gone.addEventListener('abort', () => waiting.delete(request), { once: true });
      return () => undefined;
    }
    waiting.delete(request);
    const [data, fault] = type === 'data' ? [stream, other] : [other, stream];
    return () => void forward(data, fault, podName, connect);
  });
}

/** Kubernetes: clients of before 2015 send no number; their data stream follows right behind the error stream. */
function requestOf(stream: SpdyStream, type: 'data' | 'error'): string {
  return stream.header('requestID') || `stream ${type === 'error' ? stream.id : stream.id - 2}`;
}

async function forward(data: SpdyStream, fault: SpdyStream, podName: string, connect: ConnectPort): Promise<void> {
  const client = {
    port: Number(data.header('port')),
    received: data.received,
    send: (piece: Uint8Array) => data.send(piece),
    gone: data.gone,
  };
  const failure = await forwardPort(client, podName, connect);
  if (failure !== undefined) await fault.send(Buffer.from(failure));
  await fault.finish();
  if (failure === undefined) await data.finish();
  else await data.reset();
}
