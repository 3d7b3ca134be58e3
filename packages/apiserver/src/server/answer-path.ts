import { methodNotAllowed } from '../errors/api-errors.ts';
import { type Reply, textReply, valueReply } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { Server } from './handle-request.ts';
import { serverVersion } from './server-version.ts';

/** Answers requests for paths that are no resources: version, health, discovery, schemas. */
export function answerPath(server: Server, request: Request, info: RequestInfo): Reply {
  const path = info.path.length > 1 ? info.path.replace(/\/+$/, '') : info.path;
  const { services } = server;
  const reply =
    answerFixedPath(server, info, path) ??
    services.discovery.answer(request, path) ??
    services.openApi.answer(request, path);
  if (reply === undefined) return textReply(404, '404 page not found\n');
  if (info.verb !== 'get' && info.verb !== 'head') throw methodNotAllowed();
  return reply;
}

const healthPath = /^\/(healthz|livez|readyz)(\/[\w./-]*)?$/;

function answerFixedPath({ gitVersion }: Server, info: RequestInfo, path: string): Reply | undefined {
  if (path === '/version') return valueReply(200, serverVersion(gitVersion), 'json');
  const health = healthPath.exec(path)?.[1];
  if (health === undefined) return undefined;
  return textReply(200, info.query.has('verbose') ? `[+]ping ok\n${health} check passed\n` : 'ok');
}
