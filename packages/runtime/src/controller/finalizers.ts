import { addressOf, hasReason, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';

const attempts = 5;

/** True when the object carries the finalizer. */
export function hasFinalizer(object: KubeObject, finalizer: string): boolean {
  return object.metadata.finalizers?.includes(finalizer) ?? false;
}

export interface FinalizerChange {
  readonly client: KubeClient;
  readonly object: KubeObject;
  readonly finalizer: string;
  readonly fieldManager: string;
}

/** Adds a finalizer; answers the object as it is then, or undefined when it is gone. */
export function addFinalizer(change: FinalizerChange, signal: AbortSignal): Promise<KubeObject | undefined> {
  return changeFinalizers(change, (list) => [...list, change.finalizer], signal);
}

/** Removes a finalizer; answers the object if it lives on. */
export function removeFinalizer(change: FinalizerChange, signal: AbortSignal): Promise<KubeObject | undefined> {
  return changeFinalizers(change, (list) => list.filter((name) => name !== change.finalizer), signal);
}

/** The list is written as a whole, so the version guards finalizers of others that came in the meantime. */
async function changeFinalizers(
  { client, object, finalizer, fieldManager }: FinalizerChange,
  edit: (list: readonly string[]) => string[],
  signal: AbortSignal,
): Promise<KubeObject | undefined> {
  const address = addressOf(object);
  const wanted = edit([]).includes(finalizer);
  let current: KubeObject | undefined = object;
  for (let attempt = 1; current !== undefined; attempt += 1) {
    if (hasFinalizer(current, finalizer) === wanted) return current;
    const { resourceVersion, finalizers = [], uid } = current.metadata;
    // A namesake that was created in the meantime is another object.
    if (uid !== object.metadata.uid) return undefined;
    const patch = { metadata: { resourceVersion, finalizers: edit(finalizers) } };
    try {
      return await client.patch(address, patch, { type: 'merge', fieldManager }, signal);
    } catch (thrown) {
      if (hasReason(thrown, 'NotFound')) return undefined;
      if (!hasReason(thrown, 'Conflict') || attempt >= attempts) throw thrown;
      current = await client.find(address, signal);
    }
  }
  return undefined;
}
