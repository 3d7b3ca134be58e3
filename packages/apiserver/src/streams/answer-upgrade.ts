import type { Upgrade } from '@flux19/ports';
import { authorizeRequest } from '../access/authorize-request.ts';
import { methodNotAllowed } from '../errors/api-errors.ts';
import { statusReply, toResponse } from '../http/reply.ts';
import { parseRequestInfo, type RequestInfo } from '../http/request-info.ts';
import { isProxyRequest } from '../proxy/proxy-request.ts';
import { prepareProxy } from '../proxy/proxy-upgrade.ts';
import { handleRequest, identify, type Server, toStatus } from '../server/handle-request.ts';
import type { Services } from '../server/services.ts';
import { type Prepared, prepareCommand, preparePortForward } from './prepare-stream.ts';

type Prepare = (services: Services, request: Request, info: RequestInfo) => Promise<Prepared>;

/** Subresources of pods that are streams. */
const streams: ReadonlyMap<string, Prepare> = new Map([
  ['exec', prepareCommand],
  ['attach', prepareCommand],
  ['portforward', preparePortForward],
]);

/**
 * Answers a request that asks for an upgrade: streams of pods go on in the protocol that was asked for, what a proxy leads to decides for
 * itself, and everything else is answered as if nothing had been asked. Who may do that is decided as for every other request; streams
 * of pods take the verb `create` besides that of their method, which is `get` for WebSockets. Never throws.
 */
export async function answerUpgrade(server: Server, request: Request): Promise<Upgrade | Response> {
  const info = parseRequestInfo(request.method, request.url);
  const isStream = info.group === '' && info.resource === 'pods' && streams.has(info.subresource);
  const prepare = isProxyRequest(info) ? prepareProxy : isStream ? streams.get(info.subresource) : undefined;
  if (prepare === undefined) return await handleRequest(server, request, undefined);
  try {
    const user = await identify(server.services, request, info, undefined);
    const { authorizer } = server.services;
    authorizeRequest(authorizer, user, info);
    if (isStream) {
      authorizeRequest(authorizer, user, info, 'create');
      if (info.verb !== 'get' && info.verb !== 'create') throw methodNotAllowed();
    }
    return whileOpen(await prepare(server.services, request, info), server.services.closed);
  } catch (thrown) {
    return await toResponse(request, statusReply(toStatus(thrown).status), []);
  }
}

/** Ends the stream when the server closes. */
function whileOpen(prepared: Prepared, closed: AbortSignal): Prepared {
  if (prepared instanceof Response) return prepared;
  const ending = <Connection extends { close(): void; readonly closed: AbortSignal }>(
    speak: (connection: Connection) => Promise<void>,
  ) => {
    return async (connection: Connection): Promise<void> => {
      const close = (): void => connection.close();
      closed.addEventListener('abort', close, { once: true });
      try {
        await speak(connection);
      } finally {
        closed.removeEventListener('abort', close);
      }
    };
  };
  return prepared.kind === 'websocket'
    ? { ...prepared, speak: ending(prepared.speak) }
    : { ...prepared, speak: ending(prepared.speak) };
}
