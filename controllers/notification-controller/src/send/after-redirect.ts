import type { Answer, OutgoingRequest } from '../http/outgoing-request.ts';
import { SendError } from './send-error.ts';

/** Redirects that turn a POST into a GET; the others keep method and body. */
const turnsToGet: ReadonlySet<number> = new Set([301, 302, 303]);
const redirects: ReadonlySet<number> = new Set([301, 302, 303, 307, 308]);

/**
 * The request that a redirect asks for; undefined when the answer is none. Headers, path and body of a notification hold secrets, so
 * another host is never followed, nor one step from https down to http.
 */
export function afterRedirect(request: OutgoingRequest, { status, headers }: Answer): OutgoingRequest | undefined {
  const location = headers['location'];
  if (!redirects.has(status) || location === undefined) return undefined;
  const from = new URL(request.url);
  const to = URL.canParse(location, from.href) ? new URL(location, from) : undefined;
  if (to === undefined || !isSamePlace(from, to)) {
    throw new SendError('refused to follow a redirect to another host', { isRetryable: false });
  }
  if (!turnsToGet.has(status) || request.method === 'GET') return { ...request, url: to.href };
  const { body, ...rest } = request;
  void body;
  return { ...rest, method: 'GET', url: to.href };
}

function isSamePlace(from: URL, to: URL): boolean {
  if (from.origin === to.origin) return true;
  const isUpgrade = from.protocol === 'http:' && to.protocol === 'https:' && from.port === '' && to.port === '';
  return isUpgrade && from.hostname === to.hostname;
}
