import type { X509Certificate } from 'node:crypto';
import type { IncomingMessage } from 'node:http';
import { clientCertificate } from './client-certificate.ts';
import { readRequest } from './read-request.ts';

/** How requests come in. */
export interface Receiving {
  readonly scheme: 'http' | 'https';
  readonly onClientCertificate?: (request: Request, certificate: X509Certificate) => void;
}

/** The Web form of a request, whose client certificate has been told of; an answer when it has no such form. */
export function receiveRequest(incoming: IncomingMessage, how: Receiving, signal: AbortSignal): Request | Response {
  const request = tryRead(incoming, how.scheme, signal);
  if (request === undefined) {
    const body = 'the method or the path of the request cannot be read\n';
    return new Response(body, { status: 400, headers: { 'content-type': 'text/plain' } });
  }
  const certificate = how.onClientCertificate === undefined ? undefined : clientCertificate(incoming.socket);
  if (certificate !== undefined) how.onClientCertificate?.(request, certificate);
  return request;
}

function tryRead(incoming: IncomingMessage, scheme: 'http' | 'https', signal: AbortSignal): Request | undefined {
  try {
    return readRequest(incoming, scheme, signal);
  } catch (thrown) {
    // What the Web's types do not take: methods such as TRACE, paths that are no part of a URL.
    if (thrown instanceof TypeError) return undefined;
    throw thrown;
  }
}
