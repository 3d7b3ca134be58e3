import type { X509Certificate } from 'node:crypto';
import {
  createServer,
  type ServerOptions as HttpServerOptions,
  type IncomingMessage,
  type RequestListener,
  type Server,
  type ServerResponse,
} from 'node:http';
import { createServer as createSecureServer, type ServerOptions as SecureServerOptions } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { BrokenConnectionError, type Handler, type UpgradeHandler } from '@flux19/ports';
import type { ServingCertificate } from './certificate/serving-certificate.ts';
import { OpenConnections } from './open-connections.ts';
import { refusal } from './origin.ts';
import { type Receiving, receiveRequest } from './receive-request.ts';
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
  /**
   * PEM of the authorities whose client certificates count. Clients are asked for one and need not have it. Only with `tls`.
   */
  readonly clientAuthority?: string;
  /** Told of the certificate of a request that came with one that counts, before a handler sees the request. */
  readonly onClientCertificate?: (request: Request, certificate: X509Certificate) => void;
  /** How long a client may take to send the head of a request. Default 30 000. */
  readonly headTimeoutMs?: number;
  /** Names by which clients may call the server besides localhost and its address; `*` allows every name. */
  readonly allowedHosts?: readonly string[];
  /** Told of requests whose handler threw: a fault of the handler, which has to answer errors itself. */
  readonly onFault?: (fault: unknown) => void;
}

export interface Listener {
  readonly port: number;
  /** `https://127.0.0.1:6443`, without a slash at the end. */
  readonly url: string;
  /** Breaks off every connection there is; new ones are taken. */
  breakConnections(): void;
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
    const reset = (): void => connections.reset(incoming.socket.remotePort);
    void answer(incoming, outgoing, { ...options, scheme, allowedHosts, reset });
  };
  const { upgrade } = options;
  const shouldUpgradeCallback = (incoming: IncomingMessage): boolean => upgrade !== undefined && isUpgrade(incoming);
  const limits = { ...requestLimits(options.headTimeoutMs), shouldUpgradeCallback };
  const server =
    options.tls === undefined
      ? createServer(limits, listener)
      : createSecureServer({ ...limits, ...secureOptions(options.tls, options.clientAuthority) }, listener);
  const connections = new OpenConnections(server);
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
  return { port, url, breakConnections: () => connections.resetAll(), close: () => stop(server, upgraded) };
}

interface Answering extends Receiving {
  readonly handler: Handler;
  readonly allowedHosts: ReadonlySet<string>;
  readonly onFault?: (fault: unknown) => void;
  /** Breaks the connection of the request off. */
  readonly reset: () => void;
}

async function answer(incoming: IncomingMessage, outgoing: ServerResponse, how: Answering): Promise<void> {
  const aborter = new AbortController();
  outgoing.once('close', () => {
    if (!outgoing.writableFinished) aborter.abort(new Error('the client went away'));
  });
  try {
    const request = refusal(incoming.headers, how.allowedHosts) ?? receiveRequest(incoming, how, aborter.signal);
    const response = request instanceof Response ? request : await how.handler(request);
    await writeResponse(response, outgoing, incoming.method === 'HEAD');
  } catch (fault) {
    if (fault instanceof BrokenConnectionError) return how.reset();
    if (!aborter.signal.aborted) how.onFault?.(fault);
    if (outgoing.headersSent) outgoing.destroy();
    else outgoing.writeHead(500, { 'content-type': 'text/plain' }).end('internal error\n');
  }
}

/** The longest that a request may take to arrive: what Node gives by default. */
const requestTimeoutMs = 300_000;
const headTimeoutMs = 30_000;
const headLimitBytes = 64 * 1024;
const handshakeTimeoutMs = 10_000;

/** Keeps clients that send slowly, or without end, from holding connections. Answers, such as watches, may last. */
function requestLimits(headMs: number = headTimeoutMs): HttpServerOptions {
  return {
    headersTimeout: headMs,
    requestTimeout: requestTimeoutMs,
    connectionsCheckingInterval: Math.ceil(headMs / 3),
    maxHeaderSize: headLimitBytes,
    keepAliveTimeout: 60_000,
  };
}

function secureOptions(tls: ServingCertificate, clientAuthority: string | undefined): SecureServerOptions {
  const { key, cert } = tls;
  const handshakeTimeout = handshakeTimeoutMs;
  if (clientAuthority === undefined) return { key, cert, handshakeTimeout };
  // A certificate that does not count is none: whoever shows it may still have a token.
  return { key, cert, handshakeTimeout, ca: clientAuthority, requestCert: true, rejectUnauthorized: false };
}

function bind(server: Server, port: number, host: string): Promise<void> {
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
