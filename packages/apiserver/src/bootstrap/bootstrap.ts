import type { KubeObject } from '@flux19/objects';
import { formatTime } from '../meta/metadata.ts';
import type { Services } from '../server/services.ts';
import { requiredObjects } from './required-objects.ts';

/** Makes the objects that every cluster has, unless they are there already. */
export function bootstrap(services: Services): void {
  const { store, clock, newUid } = services;
  const creationTimestamp = formatTime(clock.now());
  for (const { resource, object } of requiredObjects()) {
    const collection = store.collection(resource);
    const { namespace = '', name } = object.metadata;
    if (collection.get(namespace, name) !== undefined) continue;
    const metadata = { ...object.metadata, uid: newUid(), creationTimestamp };
    store.put(collection, { ...object, metadata } as KubeObject);
  }
}
