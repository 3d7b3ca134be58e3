import { forbidden } from '../errors/api-errors.ts';
import { qualified, type ServedResource } from '../registry/served-resource.ts';
import type { Store } from '../store/store.ts';

/** Nothing is created any more of what is being taken away. Throws StatusError 403. */
export function requireLiveDefinition(store: Store, resource: ServedResource, name: string): void {
  if (!resource.isCustom) return;
  const definitions = store.collection('apiextensions.k8s.io/customresourcedefinitions');
  const definition = definitions.get('', `${resource.plural}.${resource.group}`)?.object;
  if (definition?.metadata.deletionTimestamp === undefined) return;
  throw forbidden(qualified(resource), name, 'create not allowed while custom resource definition is terminating');
}
