import type { Call } from '../server/services.ts';
import type { Write } from './write.ts';

/** What a request's path says about the object to write. */
export function writeOf({ target, info, user, warnings }: Call, dryRun: boolean): Write {
  const { subresource, name } = info;
  const namespace = target.resource.namespaced ? info.namespace : '';
  return { target, subresource, namespace, name, user, dryRun, query: info.query, warnings };
}
