import { authenticate, withEverybody } from '../access/authenticate.ts';
import { authorizeRequest } from '../access/authorize-request.ts';
import { impersonate } from '../access/impersonate.ts';
import type { UserInfo } from '../access/user-info.ts';
import { internalError, storageFailed, unknownPath } from '../errors/api-errors.ts';
import { StatusError } from '../errors/status-error.ts';
import { applyFault } from '../faults/apply-fault.ts';
import type { Fault, FaultInjector } from '../faults/fault.ts';
import { type Acceptance, negotiate } from '../http/media-types.ts';
import { type Reply, statusReply, textReply, toResponse } from '../http/reply.ts';
import { parseRequestInfo, type RequestInfo } from '../http/request-info.ts';
import { answerProxy } from '../proxy/answer-proxy.ts';
import { isProxyRequest } from '../proxy/proxy-request.ts';
import { answerPath } from './answer-path.ts';
import { dispatch } from './dispatch.ts';
import { answerExtension, findExtension, type PathExtension } from './path-extension.ts';
import type { Services } from './services.ts';

/** What a whole server is made of. */
export interface Server {
  readonly services: Services;
  readonly faults: FaultInjector | undefined;
  /** Breaks every connection off; the server answers again after so many milliseconds. */
  readonly restart: (downMs: number) => void;
  readonly extensions: readonly PathExtension[];
  readonly gitVersion: string;
}

/**
 * Answers one request; `caller` is who sends it when that is known already. Throws nothing but the BrokenConnectionError of a fault on
 * purpose.
 */
export async function handleRequest(server: Server, request: Request, caller: UserInfo | undefined): Promise<Response> {
  const info = parseRequestInfo(request.method, request.url);
  const warnings: string[] = [];
  const reply = await answerFaultily(server, request, info, caller, warnings);
  return await toResponse(request, reply, warnings);
}

interface Asked {
  readonly info: RequestInfo;
  readonly user: UserInfo;
  readonly warnings: string[];
}

async function answerFaultily(
  server: Server,
  request: Request,
  info: RequestInfo,
  caller: UserInfo | undefined,
  warnings: string[],
): Promise<Reply> {
  const { services, restart } = server;
  const user = await identify(services, request, info, caller).catch(toStatus);
  if (user instanceof StatusError) return statusReply(user.status);
  const answer = () => answerSafely(server, request, { info, user, warnings });
  const fault = findFault(server, request, info, user);
  if (fault === undefined) return await answer();
  return await applyFault(fault, answer, { clock: services.clock, signal: request.signal, restart });
}

/** Who is to be taken for the sender. Throws StatusError. */
export async function identify(
  services: Services,
  request: Request,
  info: RequestInfo,
  caller: UserInfo | undefined,
): Promise<UserInfo> {
  const sender = caller === undefined ? await authenticate(request, services.authentication) : withEverybody(caller);
  return impersonate(sender, request.headers, services.authorizer, info);
}

/** The paths of Flux-19 itself are spared, or faults could not be taken back. */
function findFault(server: Server, request: Request, info: RequestInfo, user: UserInfo): Fault | undefined {
  if (server.faults === undefined || findExtension(server.extensions, info.path) !== undefined) return undefined;
  const target = server.services.catalogue.find(info.group, info.version, info.resource);
  const userAgent = request.headers.get('user-agent') ?? '';
  return server.faults({ ...info, user, userAgent, objectKind: target?.resource.kind ?? '' });
}

async function answerSafely(server: Server, request: Request, asked: Asked): Promise<Reply> {
  try {
    return await answerStored(server, request, asked);
  } catch (thrown) {
    return statusReply(toStatus(thrown).status);
  }
}

/** What a client is told of a fault. */
export function toStatus(thrown: unknown): StatusError {
  return thrown instanceof StatusError ? thrown : internalError(thrown);
}

/**
 * A write counts once it is stored, and what is read has to be stored as well. When a write of somebody else was not, a reader looks again:
 * the objects are as they were by then. This often, because others may go on to fail; what the last look shows is told in any case.
 */
const looks = 4;

async function answerStored(server: Server, request: Request, asked: Asked): Promise<Reply> {
  const { store } = server.services;
  const isWrite = mayWrite(asked.info);
  for (let look = 1; ; look += 1) {
    const { revision } = store;
    const reply = await answer(server, request, asked);
    const hasWritten = isWrite && store.revision > revision;
    const stored = reply.body instanceof ReadableStream ? undefined : store.settled();
    const failure = await stored?.then(nothing, failureOf);
    if (failure === undefined) return reply;
    if (hasWritten) throw storageFailed(failure.thrown);
    if (!canRepeat(asked.info) || look === looks) return reply;
  }
}

const nothing = (): undefined => undefined;
const failureOf = (thrown: unknown): { readonly thrown: unknown } => ({ thrown });

/** Reads have no body that is used up. */
function canRepeat({ isResourceRequest, verb }: RequestInfo): boolean {
  return isResourceRequest && (verb === 'get' || verb === 'list');
}

function mayWrite({ isResourceRequest, verb, query }: RequestInfo): boolean {
  return isResourceRequest && verb !== 'get' && verb !== 'list' && !query.has('dryRun');
}

async function answer(server: Server, request: Request, { info, user, warnings }: Asked): Promise<Reply> {
  const { services } = server;
  const { verb, group, version, resource, path } = info;
  authorizeRequest(services.authorizer, user, info);
  const extension = findExtension(server.extensions, path);
  if (extension !== undefined) return await answerExtension(extension, request, info);
  if (!info.isResourceRequest) return answerPath(server, request, info);
  const target = services.catalogue.find(group, version, resource);
  if (target === undefined) return unknownResource(server, info);
  if (isProxyRequest(info)) return await answerProxy(services, request, info);
  const { deprecationWarning } = target.version;
  if (deprecationWarning !== undefined) warnings.push(deprecationWarning);
  const acceptance: Acceptance = negotiate(request.headers.get('accept'), { isCustom: target.resource.isCustom, verb });
  return await dispatch(services, { request, info, user, target, acceptance, warnings });
}

/** Within a group of Kubernetes' own this is a Status, elsewhere plain text. */
function unknownResource({ services }: Server, { group }: RequestInfo): Reply {
  if (services.catalogue.isBuiltinGroup(group)) throw unknownPath();
  return textReply(404, '404 page not found\n');
}
