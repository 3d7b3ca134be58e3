import { deepCopy, deepEqual, type KubeObject, parseApiVersion } from '@flux19/objects';
import { applyDefaults } from '@flux19/schemas';
import { asJson } from '../json/fields.ts';
import type { ServedResource, ServedVersion } from '../registry/served-resource.ts';
import { Entry } from '../store/entry.ts';

/**
 * Adds, in place, what every state of a custom resource shows by the defaults of its schema, also in a status that nobody has
 * written yet. kube-apiserver adds it whenever it reads from its storage, after clients and managedFields had their say.
 */
export function addStoredDefaults(resource: ServedResource, object: KubeObject): void {
  const schema = storageVersion(resource)?.schema;
  if (resource.isCustom && schema !== undefined) applyDefaults(asJson(object), schema);
}

/** Adds the defaults of a definition that has changed to the stored objects: no new state, and nobody is told. */
export function addNewDefaults(resource: ServedResource): void {
  const schema = storageVersion(resource)?.schema;
  if (schema === undefined) return;
  for (const { object, revision } of [...resource.collection.all()]) {
    const next = deepCopy(object);
    applyDefaults(asJson(next), schema);
    if (!deepEqual(next, object)) resource.collection.restore(new Entry(next, revision));
  }
}

function storageVersion({ storageApiVersion, versions }: ServedResource): ServedVersion | undefined {
  return versions.get(parseApiVersion(storageApiVersion).version);
}
