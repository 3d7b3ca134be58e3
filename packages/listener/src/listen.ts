import { createServer, type IncomingMessage, type RequestListener, type Server, type ServerResponse } from 'node:http';
import { createServer as createSecureServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import type { Handler, UpgradeHandler } from '@flux19/ports';
import type { ServingCertificate } from './certificate/serving-certificate.ts';
import { refusal } from './origin.ts';
import { readRequest } from './read-request.ts';
import { answerUpgrade, isUpgrade } from './upgrade/answer-upgrade.ts';
import { writeResponse } from './write-response.ts';

export interface ListenOptions {
  readonly handler: Handler;
  /** Asked about requests that want to go on as a WebSocket or as SPDY/3.1; without one, the handler answers them like any other. */
  readonly upgrade?: UpgradeHandler;
  /** An address of this machine; loopback unless somebody asks for more. */
  readonly host?: string;
  /** 0 (the default) takes any free port. */
  readonly port?: number;
  /** Serves https when given, http otherwise. */
  readonly tls?: ServingCertificate;
  /** Names by which clients may call the server besides localhost and its address; `*` allows every name. */
  readonly allowedHosts?: readonly string[];
  /** Told of requests whose handler threw: a fault of the handler, which has to answer errors itself. */
  readonly onFault?: (fault: unknown) => void;
}

export interface Listener {
  readonly port: number;
  /** `https://127.0.0.1:6443`, without a slash at the end. */
  readonly url: string;
  /** Takes no more connections, ends those that are open, and resolves when the port is free. */
  close(): Promise<void>;
}

/**
 * Opens a port for a server that is a function. Requests that name another host (DNS rebinding) or come from a page of
 * another origin are refused before a handler sees them, those for an upgrade too. A client that goes away aborts the signal of its request.
 * Rejects with the system's error when the port cannot be had.
 */
export async function listen(options: ListenOptions): Promise<Listener> {
  const host = options.host ?? '127.0.0.1';
  const scheme = options.tls === undefined ? 'http' : 'https';
  const allowedHosts = new Set(['localhost', '127.0.0.1', '[::1]', host, ...(options.allowedHosts ?? [])]);
  const listener: RequestListener = (incoming, outgoing) => {
    void answer(incoming, outgoing, { ...options, scheme, allowedHosts });
  };
  const { upgrade } = options;
  const shouldUpgradeCallback = (incoming: IncomingMessage): boolean => upgrade !== undefined && isUpgrade(incoming);
  const server =
    options.tls === undefined
      ? createServer({ shouldUpgradeCallback }, listener)
      : createSecureServer({ ...options.tls, shouldUpgradeCallback }, listener);
  const upgraded = new Set<Duplex>();
  if (upgrade !== undefined) {
    server.on('upgrade', (incoming: IncomingMessage, socket: Duplex, head: Buffer) => {
      upgraded.add(socket);
      socket.once('close', () => upgraded.delete(socket));
      void answerUpgrade({ incoming, socket, head }, { ...options, handler: upgrade, scheme, allowedHosts });
    });
  }
  await bind(server, options.port ?? 0, host);
  const { port } = server.address() as AddressInfo;
  const url = `${scheme}://${host.includes(':') ? `[${host}]` : host}:${port}`;
  return { port, url, close: () => stop(server, upgraded) };
}

interface Answering {
  readonly handler: Handler;
  readonly scheme: 'http' | 'https';
  readonly allowedHosts: ReadonlySet<string>;
  readonly onFault?: (fault: unknown) => void;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, how: Answering): Promise<void> {
  const aborter = new AbortController();
  outgoing.once('close', () => aborter.abort(new Error('the client went away')));
  try {
    const refused = refusal(incoming.headers, how.allowedHosts);
    const response = refused ?? (await how.handler(readRequest(incoming, how.scheme, aborter.signal)));
    await writeResponse(response, outgoing, incoming.method === 'HEAD');
  } catch (fault) {
    if (!aborter.signal.aborted) how.onFault?.(fault);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('internal error\n');
  }
}

function bind(server: Server, port: number, host: string): Promise<void> {
  // Watches are requests that last; only their bodies' own timeouts end them.
  server.requestTimeout = 0;
  server.keepAliveTimeout = 60_000;
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
}

function stop(server: Server, upgraded: ReadonlySet<Duplex>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    server.closeAllConnections();
    for (const socket of upgraded) socket.destroy();
  });
}
