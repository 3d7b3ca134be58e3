import type { KubeObject } from '@flux19/objects';
import { serviceUnavailable } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { PodProcesses } from '../server/pod-processes.ts';
import type { Services } from '../server/services.ts';
import { simulated } from '../streams/pod-target.ts';
import { findTarget } from './find-target.ts';
import { type ProxyRequest, readProxyRequest } from './proxy-request.ts';

/** Headers that concern one connection only. https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 */
const hopByHop = [
  'connection',
  'keep-alive',
  'proxy-authenticate',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
];
/** Who the client is, is known to the API server and nobody's business behind it. */
const credentials = ['authorization', 'proxy-authorization'];

/** Where a request leads. */
export interface Located {
  readonly asked: ProxyRequest;
  readonly pod: KubeObject;
  readonly port: number;
  readonly processes: PodProcesses;
}

/** Throws StatusError. */
export function locate(services: Services, info: RequestInfo): Located {
  const asked = readProxyRequest(info);
  const { pod, port } = findTarget(services, asked);
  const processes = services.podProcesses?.find(pod);
  if (processes === undefined) return unreachable(simulated(pod.metadata.name, services.podProcesses?.help));
  return { asked, pod, port, processes };
}

/** Throws StatusError 503. */
export function unreachable(thrown: unknown): never {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  throw serviceUnavailable(`error trying to reach service: ${why}`);
}

/** Passes a request on to a pod, or to one of those behind a service, and its answer back. Throws StatusError. */
export async function answerProxy(services: Services, request: Request, info: RequestInfo): Promise<Reply> {
  const { asked, port, processes } = locate(services, info);
  // Relative links of a page would lead elsewhere without the slash.
  if (asked.path === '' && (request.method === 'GET' || request.method === 'HEAD')) {
    return { code: 301, headers: { location: `${asked.prefix}/${new URL(request.url).search}` }, body: '' };
  }
  const response = await processes.fetch(port, passedOn(request, asked)).catch(unreachable);
  return { code: response.status, headers: answerHeaders(response.headers, asked, request), body: response.body ?? '' };
}

/** The request as the target gets it. */
export function passedOn(request: Request, asked: ProxyRequest): Request {
  const { search, origin } = new URL(request.url);
  return new Request(`${asked.scheme}://pod${asked.path || '/'}${search}`, {
    method: request.method,
    headers: forwardedHeaders(request, asked, origin),
    signal: request.signal,
    redirect: 'manual',
    ...(request.body === null ? {} : { body: request.body, duplex: 'half' }),
  });
}

function forwardedHeaders(request: Request, { prefix, path }: ProxyRequest, origin: string): Headers {
  const headers = new Headers(request.headers);
  for (const name of [...hopByHop, ...credentials]) headers.delete(name);
  for (const name of [...headers.keys()]) if (name.startsWith('impersonate-')) headers.delete(name);
  const { host, protocol } = new URL(origin);
  headers.set('x-forwarded-uri', `${prefix}${path}`);
  headers.set('x-forwarded-host', request.headers.get('host') ?? host);
  headers.set('x-forwarded-proto', protocol.slice(0, -1));
  return headers;
}

/** What the target said with its answer, as the client gets it. */
export function answerHeaders(answered: Headers, { prefix }: ProxyRequest, request: Request): Headers {
  const headers = new Headers(answered);
  for (const name of hopByHop) headers.delete(name);
  const location = headers.get('location');
  if (location !== null) headers.set('location', throughProxy(location, prefix, request));
  return headers;
}

/** A redirect within the target leads through the proxy again; those to other hosts and relative ones stay. */
function throughProxy(location: string, prefix: string, request: Request): string {
  const isPath = location.startsWith('/') && !location.startsWith('//');
  const isOwn = URL.canParse(location) && [request.headers.get('host'), 'pod'].includes(new URL(location).host);
  if (!isPath && !isOwn) return location;
  const { pathname, search, hash } = new URL(location, request.url);
  return pathname.startsWith(`${prefix}/`) ? `${pathname}${search}${hash}` : `${prefix}${pathname}${search}${hash}`;
}
