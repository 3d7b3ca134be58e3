import { type KubeObject, parseApiVersion } from '@flux19/objects';
import { formatTime } from '../meta/metadata.ts';
import type { Services } from '../server/services.ts';
import { withManagedFields } from '../verbs/managed-fields.ts';
import { requiredObjects } from './required-objects.ts';

/** Makes the objects that every cluster has, unless they are there already. */
export function bootstrap(services: Services): void {
  const { store, clock, newUid } = services;
  const creationTimestamp = formatTime(clock.now());
  const records: Records = new Map();
  for (const { resource, object } of requiredObjects()) {
    const collection = store.collection(resource);
    const { namespace = '', name } = object.metadata;
    if (collection.get(namespace, name) !== undefined) continue;
    const metadata = { ...object.metadata, uid: newUid(), creationTimestamp };
    store.put(collection, owned(services, resource, { ...object, metadata } as KubeObject, records));
  }
}

/** Who owns which fields, by the shape of an object: most of the objects are alike in that, and it takes long to find out. */
type Records = Map<string, NonNullable<KubeObject['metadata']['managedFields']>>;

/** The object with a record that kube-apiserver made it. */
function owned(services: Services, resource: string, object: KubeObject, records: Records): KubeObject {
  const shape = shapeOf(object);
  const managedFields = records.get(shape) ?? recordOf(services, resource, object);
  if (managedFields === undefined) return object;
  records.set(shape, managedFields);
  return { ...object, metadata: { ...object.metadata, managedFields } };
}

/** What the record depends on: the names of the fields, since all lists in these objects are owned as a whole. */
function shapeOf({ kind, metadata, ...fields }: KubeObject): string {
  const { labels = {}, annotations = {}, ...rest } = metadata;
  return JSON.stringify([kind, ...[fields, rest, labels, annotations].map((one) => Object.keys(one))]);
}

function recordOf(
  { catalogue, decoder, clock }: Services,
  resource: string,
  object: KubeObject,
): KubeObject['metadata']['managedFields'] {
  const { group, version } = parseApiVersion(object.apiVersion);
  const target = catalogue.find(group, version, resource.slice(resource.indexOf('/') + 1));
  if (target === undefined) return undefined;
  // The spec and the status of a namespace are nobody's.
  const updated = object.kind === 'Namespace' ? ({ ...object, spec: {}, status: {} } as KubeObject) : object;
  const states = { live: decoder.zeroObject(target), updated };
  return withManagedFields({ target, subresource: '' }, 'kube-apiserver', clock.now(), states).metadata.managedFields;
}
