import type { KubeObject } from '@flux19/objects';
import { badRequest } from '../errors/api-errors.ts';
import { managerName, readWriteOptions } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import { ensureNamespace } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { createObject } from './create-object.ts';
import { withManagedFields } from './managed-fields.ts';
import { readObject } from './read-object.ts';
import { renderObject } from './render.ts';
import { requireEntry, requireSameUid, updateObject } from './update-object.ts';
import type { Write, Written } from './write.ts';
import { writeOf } from './write-of.ts';

/** PUT of an object or of its status. */
export async function update(services: Services, call: Call, body: string): Promise<Reply> {
  const options = readWriteOptions(call.info.query, 'UpdateOptions');
  const object = readObject(services, call, body, options.fieldValidation);
  const write = writeOf(call, options.dryRun);
  ensureNamespace(object, call.target.resource, call.info.namespace);
  requireSameName(object, write);
  const manager = managerName(options, call.request.headers.get('user-agent'));
  const { entry, created } = await put(services, write, object, manager);
  return renderObject(call, created ? 201 : 200, entry, services.clock.now());
}

async function put(services: Services, write: Write, object: KubeObject, manager: string): Promise<Written> {
  const now = services.clock.now();
  const { resource } = write.target;
  const mayCreate = resource.rules.allowCreateOnUpdate === true && write.subresource === '';
  if (mayCreate && resource.collection.get(write.namespace, write.name) === undefined) {
    const updated = withManagedFields(write, manager, now, {
      live: services.decoder.zeroObject(write.target),
      updated: object,
    });
    return await createObject(services, write, updated);
  }
  return await updateObject(services, write, requireEntry(write), (live) => {
    requireSameUid(write, object, live);
    return withManagedFields(write, manager, now, { live, updated: object });
  });
}

/** The object must be the one of the path. Throws StatusError 400. */
export function requireSameName({ metadata }: KubeObject, { name, namespace }: Write): void {
  if (metadata.name === '') {
    throw badRequest(`the name of the object (${name} based on URL) was undeterminable: name must be provided`);
  }
  if (metadata.name !== name) {
    throw badRequest(`the name of the object (${metadata.name}) does not match the name on the URL (${name})`);
  }
  const own = metadata.namespace ?? '';
  if (namespace !== '' && own !== '' && own !== namespace) {
    throw badRequest(`the namespace of the object (${own}) does not match the namespace on the request (${namespace})`);
  }
}
