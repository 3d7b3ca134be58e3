import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import { streamConnection } from '@flux19/listener';
import type { ByteConnection } from '@flux19/ports';

/** Opens a connection. Rejects with the text that Go has for what went wrong. */
export async function connectPort(host: string, port: number, signal: AbortSignal): Promise<ByteConnection> {
  signal.throwIfAborted();
  const socket = connect({ host, port, allowHalfOpen: true });
  try {
    await once(socket, 'connect', { signal });
  } catch (cause) {
    socket.destroy();
    throw dialError(host, port, cause);
  }
  socket.setNoDelay(true);
  return streamConnection(socket);
}

/** Sends a request as it is, and returns the answer as it is: nothing is decompressed, no redirect followed. Rejects as {@link connectPort}. */
export async function fetchPort(host: string, port: number, request: Request): Promise<Response> {
  const { protocol, pathname, search } = new URL(request.url);
  const send = protocol === 'https:' ? httpsRequest : httpRequest;
  const outgoing = send({
    // Pods have certificates of their own making, which the proxy of Kubernetes does not check either.
    rejectUnauthorized: false,
    host,
    port,
    method: request.method,
    path: `${pathname}${search}`,
    headers: Object.fromEntries(request.headers),
    signal: request.signal,
  });
  if (request.body === null) outgoing.end();
  else Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
  try {
    const [incoming] = (await once(outgoing, 'response')) as [IncomingMessage];
    // Whoever reads the body is told of it.
    outgoing.on('error', () => undefined);
    return toResponse(incoming);
  } catch (cause) {
    outgoing.destroy();
    throw dialError(host, port, cause);
  }
}

const bodiless: ReadonlySet<number> = new Set([101, 204, 205, 304]);

function toResponse(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 502;
  const headers = new Headers();
  for (let i = 0; i + 1 < incoming.rawHeaders.length; i += 2) {
    headers.append(incoming.rawHeaders[i] ?? '', incoming.rawHeaders[i + 1] ?? '');
  }
  if (bodiless.has(status)) {
    incoming.resume();
    return new Response(null, { status, headers });
  }
  return new Response(Readable.toWeb(incoming) as ReadableStream<Uint8Array>, { status, headers });
}

function dialError(host: string, port: number, cause: unknown): Error {
  const { code, message } = cause as NodeJS.ErrnoException;
  const why = code === 'ECONNREFUSED' ? 'connect: connection refused' : message;
  return new Error(`dial tcp ${host}:${port}: ${why}`, { cause });
}
