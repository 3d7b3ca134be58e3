import type { IncomingHttpHeaders } from 'node:http';

/**
 * The answer to a request that does not come from where it claims to be meant for, or undefined when it may pass.
 * A page that resolves its own name to a loopback address names that host; a page of another site names its origin.
 */
export function refusal(headers: IncomingHttpHeaders, allowedHosts: ReadonlySet<string>): Response | undefined {
  if (allowedHosts.has('*')) return undefined;
  const host = hostName(headers.host ?? '');
  if (!allowedHosts.has(host)) return forbidden(`host "${host}" is not served here`);
  const { origin } = headers;
  if (origin === undefined) return undefined;
  const isOwn = URL.canParse(origin) && new URL(origin).host === headers.host;
  return isOwn ? undefined : forbidden('requests from other origins are not served here');
}

function hostName(host: string): string {
  return host.replace(/:\d+$/, '').toLowerCase();
}

function forbidden(why: string): Response {
  return new Response(`${why}\n`, { status: 403, headers: { 'content-type': 'text/plain' } });
}
