import type { IncomingMessage } from 'node:http';
import { Readable } from 'node:stream';

const bodiless: ReadonlySet<string> = new Set(['GET', 'HEAD']);

/** The Web form of a request of node:http. Its body is streamed; `signal` becomes the request's signal. Throws TypeError. */
export function readRequest(incoming: IncomingMessage, scheme: 'http' | 'https', signal: AbortSignal): Request {
  const method = incoming.method ?? 'GET';
  const { url: target = '/' } = incoming;
  // A path that begins with two slashes is a path, not another host.
  const url = new URL(target.startsWith('/') ? `${scheme}://${incoming.headers.host}${target}` : target);
  const init: RequestInit = { method, headers: readHeaders(incoming), signal };
  if (bodiless.has(method) || !hasBody(incoming)) return new Request(url, init);
  return new Request(url, { ...init, body: Readable.toWeb(incoming) as ReadableStream, duplex: 'half' });
}

function hasBody(incoming: IncomingMessage): boolean {
  return incoming.headers['transfer-encoding'] !== undefined || Number(incoming.headers['content-length'] ?? 0) > 0;
}

function readHeaders(incoming: IncomingMessage): Headers {
  const headers = new Headers();
  const { rawHeaders } = incoming;
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) headers.append(rawHeaders[i] ?? '', rawHeaders[i + 1] ?? '');
  return headers;
}
