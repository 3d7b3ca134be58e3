import { StatusError } from '../errors/status-error.ts';
import type { Reply } from '../http/reply.ts';
import { statusReply } from '../http/reply.ts';
import type { Call, Services } from '../server/services.ts';
import { deletedStatus, deleteObject } from './delete-object.ts';
import { readDeleteOptions } from './delete-options.ts';
import { inScope } from './list.ts';
import { renderList, renderObject } from './render.ts';
import { readSelection } from './select.ts';
import { requireEntry } from './update-object.ts';
import { writeOf } from './write-of.ts';

/** DELETE of one object. */
export async function remove(services: Services, call: Call, body: string): Promise<Reply> {
  const contentType = call.request.headers.get('content-type');
  const options = readDeleteOptions(body, contentType, call.info.query, services.decoder);
  const write = writeOf(call, options.dryRun);
  call.warnings.push(...(call.target.resource.rules.deletionWarnings?.(options) ?? []));
  const { entry, gone } = await deleteObject(services, write, requireEntry(write), options);
  if (gone && call.target.resource.rules.returnsDeletedObject !== true) {
    return statusReply(deletedStatus(write, entry.object));
  }
  const isAccepted = !gone && options.orphanDependents === false;
  return renderObject(call, isAccepted ? 202 : 200, entry, services.clock.now());
}

/** DELETE of every object that the selectors choose; answers with the list of them. */
export async function removeCollection(services: Services, call: Call, body: string): Promise<Reply> {
  const contentType = call.request.headers.get('content-type');
  const options = readDeleteOptions(body, contentType, call.info.query, services.decoder);
  const selection = readSelection(call.info.query, call.target);
  const { collection, namespaced } = call.target.resource;
  const chosen = inScope([...collection.all()], namespaced ? call.info.namespace : '').filter(selection.matches);
  const resourceVersion = String(services.store.revision);
  for (const entry of chosen) {
    const write = { ...writeOf(call, options.dryRun), namespace: entry.namespace, name: entry.name };
    await ignoreNotFound(() => deleteObject(services, write, entry, options));
  }
  return renderList(call, chosen, { resourceVersion }, services.clock.now());
}

async function ignoreNotFound(act: () => Promise<unknown>): Promise<void> {
  try {
    await act();
  } catch (thrown) {
    if (!(thrown instanceof StatusError) || thrown.status.code !== 404) throw thrown;
  }
}
