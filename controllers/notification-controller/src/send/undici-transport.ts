import type { Dispatcher } from 'undici';
import type { Answer, OutgoingRequest } from '../http/outgoing-request.ts';
import { afterRedirect } from './after-redirect.ts';
import { SendError } from './send-error.ts';
import type { Route } from './sender.ts';

/** No answer is read further: the longest that are needed are lists of a hundred comments. */
const largestBody = 4 * 1024 * 1024;
/** Routes whose sockets are kept open. */
const mostRoutes = 64;
const connectionsPerHost = 32;
const mostRedirects = 5;

/** Sends requests over undici, one pool of sockets for each route. */
export class UndiciTransport {
  readonly #dispatchers = new Map<string, Promise<Dispatcher>>();

  async send(request: OutgoingRequest, route: Route, signal: AbortSignal): Promise<Answer> {
    const dispatcher = await this.#dispatcher(route);
    let current = withCredentials(request);
    for (let redirects = 0; redirects <= mostRedirects; redirects++) {
      const answer = await exchange(dispatcher, current, signal);
      const next = afterRedirect(current, answer);
      if (next === undefined) return answer;
      current = next;
    }
    throw new SendError(`stopped after ${mostRedirects} redirects`, { isRetryable: false });
  }

  async close(): Promise<void> {
    const all = [...this.#dispatchers.values()];
    this.#dispatchers.clear();
    await Promise.allSettled(all.map(async (dispatcher) => (await dispatcher).destroy()));
  }

  #dispatcher(route: Route): Promise<Dispatcher> {
    const key = JSON.stringify(route);
    const known = this.#dispatchers.get(key) ?? makeDispatcher(route);
    this.#dispatchers.delete(key);
    this.#dispatchers.set(key, known);
    if (this.#dispatchers.size > mostRoutes) this.#dropOldest();
    return known;
  }

  #dropOldest(): void {
    const [oldest] = this.#dispatchers;
    if (oldest === undefined) return;
    this.#dispatchers.delete(oldest[0]);
    // Requests under way end on the old sockets.
    oldest[1].then((dispatcher) => dispatcher.close()).catch(() => undefined);
  }
}

async function makeDispatcher({ proxy, tls = {} }: Route): Promise<Dispatcher> {
  const { Agent, ProxyAgent, Socks5ProxyAgent } = await import('undici');
  const connect = {
    ...(tls.certificateAuthority === undefined ? {} : { ca: tls.certificateAuthority }),
    ...(tls.certificate === undefined ? {} : { cert: tls.certificate }),
    ...(tls.key === undefined ? {} : { key: tls.key }),
  };
  // The deadline of the Provider limits each request.
  const pool = { connections: connectionsPerHost, headersTimeout: 0, bodyTimeout: 0, allowH2: false };
  if (proxy === undefined) return new Agent({ ...pool, connect });
  if (proxy.startsWith('socks5')) return new Socks5ProxyAgent(proxy, { ...pool, requestTls: connect });
  return new ProxyAgent({ ...pool, uri: proxy, requestTls: connect });
}

async function exchange(dispatcher: Dispatcher, request: OutgoingRequest, signal: AbortSignal): Promise<Answer> {
  try {
    const url = new URL(request.url);
    const answer = await dispatcher.request({
      origin: url.origin,
      path: url.pathname + url.search,
      method: request.method,
      headers: request.headers,
      body: request.body ?? null,
      signal,
    });
    const headers = Object.entries(answer.headers).map(([name, value]): [string, string] => [name, String(value)]);
    return {
      status: answer.statusCode,
      headers: Object.fromEntries(headers),
      body: await readBounded(answer.body),
    };
  } catch (thrown) {
    signal.throwIfAborted();
    throw sendError(thrown);
  }
}

async function readBounded(body: AsyncIterable<Uint8Array>): Promise<string> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of body) {
    chunks.push(chunk.subarray(0, largestBody - size));
    size += chunk.length;
    // Leaving the loop closes the connection.
    if (size >= largestBody) break;
  }
  return Buffer.concat(chunks).toString('utf8');
}

/** A name and password in the address become a header, as in Go's client. */
function withCredentials(request: OutgoingRequest): OutgoingRequest {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (url === undefined) throw new SendError('the address is not a URL', { isRetryable: false });
  if (url.username === '' && url.password === '') return request;
  if (Object.keys(request.headers).some((name) => name.toLowerCase() === 'authorization')) return request;
  const pair = `${decodeURIComponent(url.username)}:${decodeURIComponent(url.password)}`;
  const authorization = `Basic ${Buffer.from(pair).toString('base64')}`;
  return { ...request, headers: { ...request.headers, authorization } };
}

/** Says what failed by its code: texts of sockets and of TLS may hold addresses. */
function sendError(thrown: unknown): SendError {
  const code = thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
  const isCertificate = code !== undefined && /CERT|SIGNATURE|ISSUER|ERR_TLS|ERR_SSL/.test(code);
  const isInvalid = code === 'UND_ERR_INVALID_ARG' || code === 'ERR_INVALID_URL';
  const message = code ?? (thrown instanceof Error ? thrown.name : 'unknown error');
  return new SendError(message, { cause: thrown, isRetryable: !isCertificate && !isInvalid });
}
