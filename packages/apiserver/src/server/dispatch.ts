import { methodNotAllowed, unknownPath } from '../errors/api-errors.ts';
import { readBody } from '../http/read-body.ts';
import type { Reply } from '../http/reply.ts';
import { create } from '../verbs/create.ts';
import { remove, removeCollection } from '../verbs/delete.ts';
import { get } from '../verbs/get.ts';
import { list } from '../verbs/list.ts';
import { patch } from '../verbs/patch.ts';
import { update } from '../verbs/update.ts';
import { watch } from '../watch/watch.ts';
import type { Call, Services } from './services.ts';

/** Carries out a request for a resource; `body` is the text of the request. */
export type VerbHandler = (services: Services, call: Call, body: string) => Reply | Promise<Reply>;

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

/** Verbs on a part of an object that is the whole object, seen differently: status and the like. */
const objectSubresourceVerbs: Readonly<Record<string, VerbHandler>> = { get, update, patch };

const bodyless: ReadonlySet<string> = new Set(['get', 'list', 'watch']);

/** Answers a request for a resource or subresource. Throws StatusError. */
export async function dispatch(services: Services, call: Call): Promise<Reply> {
  const handler = findHandler(call);
  const body = bodyless.has(call.info.verb) ? '' : await readBody(call.request);
  return await handler(services, call, body);
}

function findHandler({ info, target }: Call): VerbHandler {
  const { verb, subresource, rest } = info;
  if (rest.length > 0) throw unknownPath();
  if (subresource === '') {
    const handler = target.version.verbs.includes(verb) ? resourceVerbs[verb] : undefined;
    // Collections take no PUT and PATCH, objects no POST.
    const needsName = verb === 'update' || verb === 'patch';
    if (handler === undefined || (needsName && info.name === '') || (verb === 'create' && info.name !== '')) {
      throw methodNotAllowed();
    }
    return handler;
  }
  const part = target.version.subresources.get(subresource);
  if (part === undefined) throw unknownPath();
  const handler = part.verbs.includes(verb) ? objectSubresourceVerbs[verb] : undefined;
  if (handler === undefined) throw methodNotAllowed();
  return handler;
}
