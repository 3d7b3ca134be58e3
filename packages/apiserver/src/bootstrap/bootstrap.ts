import { type KubeObject, parseApiVersion } from '@flux19/objects';
import { formatTime } from '../meta/metadata.ts';
import type { Services } from '../server/services.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
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
    store.put(collection, owned(services, resource, { ...object, metadata } as KubeObject));
  }
}

/** The object with a record that kube-apiserver made it. */
function owned({ catalogue, decoder, clock }: Services, resource: string, object: KubeObject): KubeObject {
  const { group, version } = parseApiVersion(object.apiVersion);
  const target = catalogue.find(group, version, resource.slice(resource.indexOf('/') + 1));
  if (target === undefined) return object;
  // The spec and the status of a namespace are nobody's.
  const updated = object.kind === 'Namespace' ? ({ ...object, spec: {}, status: {} } as KubeObject) : object;
  const states = { live: decoder.zeroObject(target), updated };
  const { metadata } = withManagedFields({ target, subresource: '' }, 'kube-apiserver', clock.now(), states);
  return { ...object, metadata };
}
