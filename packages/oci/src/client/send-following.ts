import type { Handler } from '@flux19/ports';
import { causedFailure, OciError } from '../oci-error.ts';
import { describeCall } from './registry-call.ts';

/** An answer, and who gave it. */
export interface Answer {
  readonly response: Response;
  readonly url: URL;
}

const maximumRedirects = 5;

/**
 * Sends a request and follows the redirects of GET and HEAD. Only the host of the request sees its credentials; from https nothing leads
 * back to http.
 */
export async function sendFollowing(fetch: Handler, first: Request, signal: AbortSignal): Promise<Answer> {
  let request = first;
  for (let redirects = 0; redirects <= maximumRedirects; redirects += 1) {
    const url = new URL(request.url);
    const response = await exchange(fetch, request, signal);
    const location = isFollowed(request.method, response.status) ? response.headers.get('location') : null;
    if (location === null) return { response, url };
    await response.body?.cancel();
    request = redirected(request, nextUrl(request.method, location, url), signal);
  }
  throw new OciError('Refused', `${describeCall(first.method, new URL(first.url))}: redirected without end`);
}

function isFollowed(method: string, status: number): boolean {
  return (method === 'GET' || method === 'HEAD') && [301, 302, 303, 307, 308].includes(status);
}

function nextUrl(method: string, location: string, from: URL): URL {
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  const isSafe = to?.protocol === 'https:' || (to?.protocol === 'http:' && from.protocol === 'http:');
  if (to !== undefined && isSafe) return to;
  throw new OciError('Refused', `${describeCall(method, from)}: redirected to where no https leads`);
}

function redirected(before: Request, url: URL, signal: AbortSignal): Request {
  const headers = new Headers(before.headers);
  if (new URL(before.url).origin !== url.origin) headers.delete('authorization');
  return new Request(url, { method: before.method, headers, redirect: 'manual', signal });
}

async function exchange(fetch: Handler, request: Request, signal: AbortSignal): Promise<Response> {
  try {
    return await fetch(request);
  } catch (cause) {
    signal.throwIfAborted();
    const call = describeCall(request.method, new URL(request.url));
    throw causedFailure('Network', `${call}: ${rootCause(cause)}`, cause);
  }
}

/** What was wrong below: `fetch failed` alone says nothing. */
function rootCause(thrown: unknown): string {
  let current = thrown;
  for (let depth = 0; depth < 5 && current instanceof Error && current.cause instanceof Error; depth += 1) {
    current = current.cause;
  }
  if (!(current instanceof Error)) return 'the registry cannot be reached';
  const code = 'code' in current && typeof current.code === 'string' ? current.code : '';
  return current.message === '' ? `the registry cannot be reached: ${code}` : current.message;
}
