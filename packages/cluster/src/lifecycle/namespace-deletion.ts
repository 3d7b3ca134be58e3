import type { KubeClient, ResourceMapping } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

/** How long to wait before looking again whether the objects of a namespace are gone. */
const recheckMs = 1_000;

/**
 * Empties a namespace that is being deleted, then lets it go by removing the `kubernetes` finalizer from its spec.
 * Returns the milliseconds after which to look again while objects remain (their own finalizers hold them).
 */
export async function finishNamespaceDeletion(
  client: KubeClient,
  namespace: KubeObject,
  signal: AbortSignal,
): Promise<number | undefined> {
  const { name } = namespace.metadata;
  const resources = (await client.resources(signal)).filter(isDeletable);
  let remaining = 0;
  for (const resource of firstOfKind(resources)) {
    const { items } = await client.list(resource, { namespace: name, limit: 1, isMetadataOnly: true }, signal);
    if (items.length === 0) continue;
    await client.deleteCollection(resource, { namespace: name, propagationPolicy: 'Background' }, signal);
    const left = await client.list(resource, { namespace: name, limit: 1, isMetadataOnly: true }, signal);
    remaining += left.items.length;
  }
  if (remaining > 0) return recheckMs;
  const finalized = { ...namespace, spec: { ...(namespace['spec'] as object), finalizers: [] } };
  await client.update(finalized, { subresource: 'finalize' }, signal);
  return undefined;
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
