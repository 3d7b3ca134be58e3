import { methodNotAllowed, notFound, unknownPath } from '../errors/api-errors.ts';
import { readBody } from '../http/read-body.ts';
import type { Reply } from '../http/reply.ts';
import type { RequestInfo } from '../http/request-info.ts';
import { bindPod, createBinding } from '../parts/binding.ts';
import { evict } from '../parts/eviction.ts';
import { podLog } from '../parts/pod-log.ts';
import { getScale, patchScale, updateScale } from '../parts/scale-verbs.ts';
import { requestToken } from '../parts/token.ts';
import { isProtobuf, jsonRequest } from '../protobuf/json-request.ts';
import { resourceKey } from '../registry/catalogue.ts';
import { qualified, type Target } from '../registry/served-resource.ts';
import { reviewAccess, reviewOwnAccess, reviewOwnRules } from '../reviews/access-reviews.ts';
import { reviewSelf, reviewToken } from '../reviews/identity-reviews.ts';
import { refuseWithoutUpgrade } from '../streams/refuse-without-upgrade.ts';
import { create } from '../verbs/create.ts';
import { remove, removeCollection } from '../verbs/delete.ts';
import { get } from '../verbs/get.ts';
import { list } from '../verbs/list.ts';
import { patch } from '../verbs/patch.ts';
import { update } from '../verbs/update.ts';
import { watch } from '../watch/watch.ts';
import type { Call, Services } from './services.ts';

/** Carries out a request for a resource; `body` is the text of the request. */
type VerbHandler = (services: Services, call: Call, body: string) => Reply | Promise<Reply>;

/** Verbs on a resource itself. */
const resourceVerbs: Readonly<Record<string, VerbHandler>> = {
  get,
  list,
  watch,
  create,
  update,
  patch,
  delete: remove,
  deletecollection: removeCollection,
};

/** Resources that are not stored: a creation is a question, the answer its status. By group, plural. */
const questions: Readonly<Record<string, VerbHandler>> = {
  'authorization.k8s.io/selfsubjectaccessreviews': reviewOwnAccess,
  'authorization.k8s.io/subjectaccessreviews': reviewAccess,
  'authorization.k8s.io/localsubjectaccessreviews': reviewAccess,
  'authorization.k8s.io/selfsubjectrulesreviews': reviewOwnRules,
  'authentication.k8s.io/tokenreviews': reviewToken,
  'authentication.k8s.io/selfsubjectreviews': reviewSelf,
  '/bindings': createBinding,
};

/** Subresources that are something else than the object they belong to. */
const ownSubresourceVerbs: Readonly<Record<string, Readonly<Record<string, VerbHandler>>>> = {
  scale: { get: getScale, update: updateScale, patch: patchScale },
  eviction: { create: evict },
  binding: { create: bindPod },
  token: { create: requestToken },
  log: { get: podLog },
  exec: { get: refuseWithoutUpgrade, create: refuseWithoutUpgrade },
  attach: { get: refuseWithoutUpgrade, create: refuseWithoutUpgrade },
  portforward: { get: refuseWithoutUpgrade, create: refuseWithoutUpgrade },
};

/** Verbs on a part of an object that is the whole object, seen differently: status and the like. */
const objectSubresourceVerbs: Readonly<Record<string, VerbHandler>> = { get, update, patch };

const bodyless: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Answers a request for a resource or subresource. Throws StatusError. */
export async function dispatch(services: Services, call: Call): Promise<Reply> {
  const handler = findHandler(call);
  if (bodyless.has(call.info.verb)) return await handler(services, call, '');
  const readable = isProtobuf(call.request)
    ? { ...call, request: await jsonRequest(call.request, services.messages, call.target.resource.kind) }
    : call;
  return await handler(services, readable, await readBody(readable.request));
}

function findHandler({ info, target, request }: Call): VerbHandler {
  if (info.rest.length > 0) throw unknownPath();
  if (request.method === 'HEAD') throw methodNotAllowed();
  const { namespaced, plural } = target.resource;
  const isMisplaced = !namespaced && info.namespace !== '' && plural !== 'namespaces';
  const isAnswerToQuestion = info.name !== '' && Object.hasOwn(questions, resourceKey(target.resource.group, plural));
  if (isMisplaced || isAnswerToQuestion) throw unknownPath();
  return info.subresource === '' ? resourceHandler(info, target) : subresourceHandler(info, target);
}

function resourceHandler({ verb, name, namespace }: RequestInfo, { resource, version }: Target): VerbHandler {
  const offered = questions[resourceKey(resource.group, resource.plural)] ?? resourceVerbs[verb];
  // Collections take no PUT and PATCH, objects no POST.
  const isMisplaced = verb === 'create' ? name !== '' : (verb === 'update' || verb === 'patch') && name === '';
  // All namespaces at once may be looked at only.
  const isEverywhere = resource.namespaced && namespace === '';
  const isCollection = verb === 'list' || verb === 'watch' || verb === 'deletecollection';
  if (isEverywhere && name !== '' && !isCollection) throw unknownPath();
  if (isEverywhere && verb !== 'list' && verb !== 'watch') throw methodNotAllowed();
  if (offered === undefined || isMisplaced || !version.verbs.includes(verb)) throw methodNotAllowed();
  return offered;
}

function subresourceHandler({ verb, subresource, name }: RequestInfo, { resource, version }: Target): VerbHandler {
  const part = version.subresources.get(subresource);
  if (part === undefined && resource.isCustom) throw notFound(qualified(resource), name);
  if (part === undefined) throw unknownPath();
  const handler = (ownSubresourceVerbs[subresource] ?? objectSubresourceVerbs)[verb];
  if (handler === undefined || !part.verbs.includes(verb)) throw methodNotAllowed();
  return handler;
}
