import { once } from 'node:events';
import { request as httpRequest, type IncomingMessage } from 'node:http';
import { request as httpsRequest } from 'node:https';
import { connect } from 'node:net';
import { Readable } from 'node:stream';
import type { SwitchedConnection } from '@flux19/apiserver';
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
  const answer = await exchange(host, port, request);
  // Nothing was asked for.
  if (!(answer instanceof Response)) answer.connection.close();
  return answer instanceof Response ? answer : new Response(null, { status: 502 });
}

/** Sends a request that asks for another protocol. Rejects as {@link connectPort}. */
export function upgradePort(host: string, port: number, request: Request): Promise<Response | SwitchedConnection> {
  return exchange(host, port, request);
}

function exchange(host: string, port: number, request: Request): Promise<Response | SwitchedConnection> {
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
  const answered = new Promise<() => Response | SwitchedConnection>((resolve, reject) => {
    // Once there is an answer, whoever reads it is told of what breaks.
    outgoing.on('error', (cause) => reject(dialError(host, port, cause)));
    outgoing.once('response', (incoming) => resolve(() => toResponse(incoming)));
    outgoing.once('upgrade', (incoming, socket, head) => {
      if (head.length > 0) socket.unshift(head);
      resolve(() => ({ headers: headersOf(incoming), connection: streamConnection(socket) }));
    });
    if (request.body === null) outgoing.end();
    else Readable.fromWeb(request.body as Parameters<typeof Readable.fromWeb>[0]).pipe(outgoing);
  });
  // What cannot be an answer, such as a status of 999, is told here and not to an event.
  return answered.then((read) => read());
}

const bodiless: ReadonlySet<number> = new Set([204, 205, 304]);

function toResponse(incoming: IncomingMessage): Response {
  const status = incoming.statusCode ?? 502;
  const headers = headersOf(incoming);
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

function headersOf({ rawHeaders }: IncomingMessage): Headers {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  return headers;
}
