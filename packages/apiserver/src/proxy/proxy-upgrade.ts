import type { Upgrade } from '@flux19/ports';
import type { RequestInfo } from '../http/request-info.ts';
import type { Services } from '../server/services.ts';
import { forwardPort } from '../streams/forward/forward-port.ts';
import { answerHeaders, locate, passedOn, unreachable } from './answer-proxy.ts';

/**
 * Passes a request for an upgrade on to a pod, or to one of those behind a service. When that agrees, its connection and the client's
 * become one; otherwise its answer is the answer. Throws StatusError.
 */
export async function prepareProxy(
  services: Services,
  request: Request,
  info: RequestInfo,
): Promise<Upgrade | Response> {
  const { asked, pod, port, processes } = locate(services, info);
  const protocol = request.headers.get('upgrade') ?? '';
  const wanted = passedOn(request, asked);
  wanted.headers.set('connection', 'Upgrade');
  wanted.headers.set('upgrade', protocol);
  const answer = await processes.upgrade(port, wanted).catch(unreachable);
  const headers = answerHeaders(answer.headers, asked, request);
  if (answer instanceof Response) return new Response(answer.body, { status: answer.status, headers });
  const { connection } = answer;
  // The client may leave before it has been told.
  request.signal.addEventListener('abort', () => connection.close(), { once: true });
  return {
    kind: 'bytes',
    protocol: answer.headers.get('upgrade') ?? protocol,
    headers: Object.fromEntries(headers),
    async speak({ received, send, closed }) {
      await forwardPort({ port, received, send, gone: closed }, pod.metadata.name, async () => connection);
    },
  };
}
