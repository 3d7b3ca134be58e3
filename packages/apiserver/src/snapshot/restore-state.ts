import { bootstrap } from '../bootstrap/bootstrap.ts';
import type { Services } from '../server/services.ts';
import type { StorageState } from '../store/storage.ts';
import { isSameState, readRecords } from './read-records.ts';

/**
 * Makes the saved state the state of the server, by writes like any other: watches see what was added, changed and deleted, and revisions go
 * on from the higher of the two. All of it happens at once, or nothing: throws SnapshotError before the first write.
 */
export function restoreState(services: Services, state: StorageState): void {
  const { store } = services;
  const objects = readRecords(state, services);
  store.skipTo(state.revision);
  const wanted = new Set(objects.map(({ resource, object: { metadata } }) => keyOf(resource, metadata)));
  // Definitions last: what they define is gone by then.
  for (const collection of store.collections().toReversed()) {
    for (const entry of [...collection.all()]) {
      if (!wanted.has(keyOf(collection.resource, entry))) store.remove(collection, entry);
    }
  }
  for (const { resource, object } of objects) {
    const collection = store.collection(resource);
    const present = collection.get(object.metadata.namespace ?? '', object.metadata.name);
    if (present !== undefined && isSameState(present.object, object)) continue;
    // Another object of the same name takes its place; to watches the first one is gone.
    if (present !== undefined && present.object.metadata.uid !== object.metadata.uid) store.remove(collection, present);
    store.put(collection, object);
  }
  bootstrap(services);
}

function keyOf(
  resource: string,
  { namespace = '', name }: { readonly namespace?: string; readonly name: string },
): string {
  return `${resource}/${namespace}/${name}`;
}
