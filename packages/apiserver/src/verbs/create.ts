import { StatusError } from '../errors/status-error.ts';
import { managerName, readWriteOptions } from '../http/query-options.ts';
import type { Reply } from '../http/reply.ts';
import { ensureNamespace, wipeSystemFields } from '../meta/metadata.ts';
import type { Call, Services } from '../server/services.ts';
import { createObject } from './create-object.ts';
import { withManagedFields } from './managed-fields.ts';
import { readObject } from './read-object.ts';
import { renderObject } from './render.ts';
import { writeOf } from './write-of.ts';

/** POST to a collection. */
export async function create(services: Services, call: Call, body: string): Promise<Reply> {
  const options = readWriteOptions(call.info.query, 'CreateOptions');
  const object = readObject(services, call, body, options.fieldValidation);
  const write = writeOf(call, options.dryRun);
  wipeSystemFields(object);
  ensureNamespace(object, call.target.resource, call.info.namespace);
  refuseResourceVersion(object.metadata.resourceVersion);
  const now = services.clock.now();
  const manager = managerName(options, call.request.headers.get('user-agent'));
  const updated = withManagedFields(write, manager, now, {
    live: services.decoder.zeroObject(call.target),
    updated: object,
  });
  const { entry } = await createObject(services, write, updated);
  return renderObject(call, 201, entry, now);
}

/** Kubernetes: this refusal has neither a reason nor a better code. */
function refuseResourceVersion(resourceVersion: string | undefined): void {
  if (resourceVersion === undefined || resourceVersion === '0') return;
  const message = 'resourceVersion should not be set on objects to be created';
  throw new StatusError({ code: 500, reason: '', message });
}
