import { addressOf, type KubeClient, type ResourceMapping } from '@flux19/kube';
import { type Condition, deepEqual, type JsonObject, type KubeObject } from '@flux19/objects';
import { timestamp } from '../control/timestamp.ts';
import { deletionConditions, type Remainder } from './namespace-conditions.ts';

/** How long to wait before looking again whether the objects of a namespace are gone. */
const recheckMs = 1_000;

/**
 * Empties a namespace that is being deleted, then lets it go by removing the `kubernetes` finalizer from its spec. While
 * objects remain (their own finalizers hold them), its status says which, and the milliseconds are returned after which
 * to look again.
 */
export async function finishNamespaceDeletion(
  client: KubeClient,
  namespace: KubeObject,
  now: number,
  signal: AbortSignal,
): Promise<number | undefined> {
  const resources = (await client.resources(signal)).filter(isDeletable);
  const remainders: Remainder[] = [];
  for (const resource of firstOfKind(resources)) {
    const objects = await emptyResource(client, resource, namespace.metadata.name, signal);
    if (objects.length > 0) remainders.push({ group: resource.group, resource: resource.resource, objects });
  }
  if (remainders.length > 0) {
    await tellRemainders(client, namespace, { remainders, now }, signal);
    return recheckMs;
  }
  const finalized = { ...namespace, spec: { ...(namespace['spec'] as object), finalizers: [] } };
  await client.update(finalized, { subresource: 'finalize' }, signal);
  return undefined;
}

/** Deletes the objects of a resource and returns those that did not go at once. */
async function emptyResource(
  client: KubeClient,
  resource: ResourceMapping,
  namespace: string,
  signal: AbortSignal,
): Promise<readonly KubeObject[]> {
  const { items } = await client.list(resource, { namespace, limit: 1, isMetadataOnly: true }, signal);
  if (items.length === 0) return [];
  await client.deleteCollection(resource, { namespace, propagationPolicy: 'Background' }, signal);
  return (await client.list(resource, { namespace, isMetadataOnly: true }, signal)).items;
}

async function tellRemainders(
  client: KubeClient,
  namespace: KubeObject,
  { remainders, now }: { readonly remainders: readonly Remainder[]; readonly now: number },
  signal: AbortSignal,
): Promise<void> {
  const { conditions: before = [] } = (namespace['status'] ?? {}) as { conditions?: readonly Condition[] };
  const conditions = deletionConditions(remainders, before, timestamp(now));
  if (deepEqual(conditions, before)) return;
  const patch = { status: { conditions } } as unknown as JsonObject;
  await client.patch(addressOf(namespace), patch, { type: 'merge', subresource: 'status' }, signal);
}

function isDeletable(resource: ResourceMapping): boolean {
  return resource.namespaced && resource.verbs.includes('deletecollection') && resource.verbs.includes('list');
}

/** One version of each resource is enough: all versions show the same objects. */
function firstOfKind(resources: readonly ResourceMapping[]): readonly ResourceMapping[] {
  const seen = new Set<string>();
  return resources.filter(({ group, resource }) => {
    // Events exist in two groups and are the same objects.
    const key = resource === 'events' ? resource : `${group}/${resource}`;
    if (seen.has(key)) return false;
    seen.add(key);
    return true;
  });
}
