import { answerIssuer } from '../discovery/issuer-documents.ts';
import { methodNotAllowed, unknownPath } from '../errors/api-errors.ts';
import { type Reply, textReply, valueReply } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import type { Catalogue } from '../registry/catalogue.ts';
import type { Server } from './handle-request.ts';
import { serverVersion } from './server-version.ts';

/** Answers requests for paths that are no resources: version, health, discovery, schemas. */
export function answerPath(server: Server, request: Request, info: RequestInfo): Reply {
  const path = info.path.length > 1 ? info.path.replace(/\/+$/, '') : info.path;
  const { services } = server;
  const reply =
    answerFixedPath(server, info, path) ??
    services.discovery.answer(request, path) ??
    services.openApi.answer(request, path) ??
    answerIssuer(services.tokenKey, request, path);
  if (reply === undefined) return unknownReply(services.catalogue, path);
  // Kubernetes: the list of groups is given to whatever method asks for it.
  if (path !== '/apis' && info.verb !== 'get' && (info.verb !== 'head' || path === '/version'))
    throw methodNotAllowed();
  return reply;
}

/** Within a group of Kubernetes' own this is a Status, elsewhere plain text. */
function unknownReply(catalogue: Catalogue, path: string): Reply {
  const [, root, group, version, ...rest] = path.split('/');
  const isVersion = root === 'apis' && version !== undefined && rest.length === 0;
  if (isVersion && catalogue.isBuiltinGroup(group ?? '')) throw unknownPath();
  return textReply(404, '404 page not found\n');
}

const healthPath =
  /^\/(healthz|livez|readyz)(?:\/(?:ping|log|etcd|etcd-readiness|informer-sync|shutdown|poststarthook\/[\w./-]+))?$/;

function answerFixedPath({ gitVersion, services }: Server, info: RequestInfo, path: string): Reply | undefined {
  if (path === '/version') return valueReply(200, serverVersion(gitVersion), 'json');
  if (path === '/') return valueReply(200, { paths: services.discovery.paths() }, 'json');
  const health = healthPath.exec(path)?.[1];
  if (health === undefined) return undefined;
  return textReply(200, info.query.has('verbose') ? `[+]ping ok\n${health} check passed\n` : 'ok');
}
