import type { OwnedObject, OwnershipGraph } from './ownership-graph.ts';

/** What the garbage collector does about one object. See https://kubernetes.io/docs/concepts/architecture/garbage-collection/ */
export type GarbageStep =
  | { readonly do: 'delete'; readonly object: OwnedObject; readonly propagationPolicy: 'Background' | 'Foreground' }
  | { readonly do: 'dropOwners'; readonly object: OwnedObject; readonly uids: readonly string[] }
  | { readonly do: 'dropFinalizer'; readonly object: OwnedObject; readonly finalizer: string };

const orphan = 'orphan';
const foreground = 'foregroundDeletion';

/**
 * What has to happen now to an object: it goes when all its owners are gone, waits for its dependents when it is deleted in the
 * foreground, and leaves them behind when it is orphaned. `exists` says whether an owner that the graph does not know is really
 * gone (its kind may not have been seen yet).
 */
export function planGarbage(
  object: OwnedObject,
  graph: OwnershipGraph,
  exists: (uid: string) => boolean,
): GarbageStep[] {
  if (object.isDeleting) return planDeletion(object, graph);
  if (object.owners.length === 0) return [];
  const gone = object.owners.filter(({ uid }) => !exists(uid));
  const waiting = object.owners.filter(({ uid }) => isWaiting(graph.get(uid)));
  const solid = object.owners.length - gone.length - waiting.length;
  if (solid > 0) {
    const uids = [...gone, ...waiting].map(({ uid }) => uid);
    return uids.length === 0 ? [] : [{ do: 'dropOwners', object, uids }];
  }
  const propagationPolicy = waiting.length > 0 ? 'Foreground' : 'Background';
  return [{ do: 'delete', object, propagationPolicy }];
}

/** True for an owner that waits for its dependents to go first. */
function isWaiting(owner: OwnedObject | undefined): boolean {
  return owner?.isDeleting === true && owner.finalizers.includes(foreground);
}

function planDeletion(object: OwnedObject, graph: OwnershipGraph): GarbageStep[] {
  const dependents = graph.dependents(object.uid);
  if (object.finalizers.includes(orphan)) {
    const uids = [object.uid];
    const freed = dependents.map((dependent): GarbageStep => ({ do: 'dropOwners', object: dependent, uids }));
    return [...freed, { do: 'dropFinalizer', object, finalizer: orphan }];
  }
  if (!object.finalizers.includes(foreground)) return [];
  const blocking = dependents.filter(({ owners }) => owners.some((o) => o.uid === object.uid && o.blockOwnerDeletion));
  return blocking.length === 0 ? [{ do: 'dropFinalizer', object, finalizer: foreground }] : [];
}
