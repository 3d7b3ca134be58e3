import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import { printJson } from '@flux19/objects';
import { printYaml } from '@flux19/yaml';
import type { Status } from '../errors/status.ts';
import type { Acceptance } from './media-types.ts';

/** An answer before it is put into a Response. */
export interface Reply {
  readonly code: number;
  readonly headers: Readonly<Record<string, string>> | Headers;
  readonly body: Uint8Array<ArrayBuffer> | string | ReadableStream<Uint8Array>;
}

const jsonHeaders: Readonly<Record<string, string>> = { 'content-type': 'application/json' };
const compress = promisify(gzip);
/** Smaller answers are not worth the effort; the limit is kube-apiserver's. */
const gzipThresholdBytes = 128 * 1024;

/** An answer that is already JSON. */
export function jsonReply(code: number, body: Uint8Array | string): Reply {
  return { code, headers: jsonHeaders, body: body as Uint8Array<ArrayBuffer> | string };
}

/** Answers with a value in the format that the client accepts. */
export function valueReply(code: number, value: unknown, format: Acceptance['format']): Reply {
  if (format === 'json') return jsonReply(code, printJson(value));
  return {
    code,
    headers: { 'content-type': 'application/yaml' },
    body: printYaml(value as Parameters<typeof printYaml>[0]),
  };
}

export function textReply(code: number, body: string): Reply {
  return { code, headers: { 'content-type': 'text/plain; charset=utf-8' }, body };
}

/** Answers with a Status; a refusal that may be retried says when. */
export function statusReply(status: Status): Reply {
  const code = status.code ?? 200;
  const retryAfter = status.details?.retryAfterSeconds;
  const isRetryable = retryAfter !== undefined && retryAfter > 0;
  const headers = isRetryable ? { ...jsonHeaders, 'retry-after': String(retryAfter) } : jsonHeaders;
  return { code, headers, body: printJson(status) };
}

/** Makes the Response, compressed when the client wants that and the answer is large. */
export async function toResponse(request: Request, reply: Reply, warnings: readonly string[]): Promise<Response> {
  const headers: [string, string][] =
    reply.headers instanceof Headers ? [...reply.headers] : Object.entries(reply.headers);
  const caching = reply.code === 304 ? 'public' : 'no-cache, private';
  if (!headers.some(([name]) => name === 'cache-control')) headers.push(['cache-control', caching]);
  for (const text of warnings) headers.push(['warning', formatWarning(text)]);
  if (reply.code === 304 || request.method === 'HEAD') return new Response(null, { status: reply.code, headers });
  if (isCompressible(request, reply.body)) {
    headers.push(['content-encoding', 'gzip'], ['vary', 'Accept-Encoding']);
    // The fastest level, as kube-apiserver: these bodies travel a short way.
    return new Response(await compress(reply.body, { level: 1 }), { status: reply.code, headers });
  }
  // An empty text would get a type of its own.
  const isEmpty = typeof reply.body === 'string' && reply.body === '';
  return new Response(isEmpty ? null : reply.body, { status: reply.code, headers });
}

function isCompressible(request: Request, body: Reply['body']): body is Uint8Array<ArrayBuffer> | string {
  if (typeof body !== 'string' && !(body instanceof Uint8Array)) return false;
  if (body.length < gzipThresholdBytes) return false;
  return (request.headers.get('accept-encoding') ?? '').split(',').some((item) => item.trim().split(';')[0] === 'gzip');
}

/** A Warning header as RFC 7234 5.5 wants it: `299 - "text"`. Header values are bytes, so that other characters are left out. */
function formatWarning(text: string): string {
  const plain = text.replace(/[^\x20-\x7e]+/g, ' ');
  return `299 - "${plain.replace(/["\\]/g, '\\$&')}"`;
}
