import { tooLargeVersion } from '../errors/api-errors.ts';
import type { Reply } from '../http/reply.ts';
import type { Call, Services } from '../server/services.ts';
import { readRevision } from './list.ts';
import { renderObject } from './render.ts';
import { requireEntry } from './update-object.ts';
import { writeOf } from './write-of.ts';

/** GET of one object, also of its status, which is the whole object. */
export function get(services: Services, call: Call): Reply {
  const asked = readRevision(call.info.query) ?? 0;
  if (asked > services.store.revision) throw tooLargeVersion(asked, services.store.revision);
  return renderObject(call, 200, requireEntry(writeOf(call, false)), services.clock.now());
}
