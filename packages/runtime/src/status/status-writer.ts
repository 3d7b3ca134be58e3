import { addressOf, type KubeClient } from '@flux19/kube';
import { deepEqual, getKey, isJsonObject, type JsonObject, type KubeObject, setKey } from '@flux19/objects';

export interface StatusWrite {
  readonly client: KubeClient;
  /** The object whose status the change starts from. */
  readonly object: KubeObject;
  /** The whole new status. */
  readonly status: JsonObject;
  readonly fieldManager: string;
}

/** The merge patch that leads from one status to another, or undefined when they are equal. Lists are replaced as a whole. */
export function statusPatch(before: JsonObject, after: JsonObject): JsonObject | undefined {
  const patch: JsonObject = {};
  let isChanged = false;
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [old, next] = [getKey(before, key), getKey(after, key)];
    if (deepEqual(old, next)) continue;
    isChanged = true;
    const nested = isJsonObject(old) && isJsonObject(next) ? statusPatch(old, next) : next;
    setKey(patch, key, nested ?? null);
  }
  return isChanged ? patch : undefined;
}

/** Writes a status by merge patch of its subresource; sends nothing when it is unchanged. Answers the object as it is then. */
export async function writeStatus(write: StatusWrite, signal: AbortSignal): Promise<KubeObject> {
  const { client, object, status, fieldManager } = write;
  const patch = statusPatch(statusOf(object), status);
  if (patch === undefined) return object;
  return client.patch(
    addressOf(object),
    { status: patch },
    { type: 'merge', fieldManager, subresource: 'status' },
    signal,
  );
}

/** The status of an object; empty when it has none. */
export function statusOf(object: KubeObject): JsonObject {
  const status = object['status'];
  return isJsonObject(status) ? status : {};
}
