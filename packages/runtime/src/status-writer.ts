import type { KubeClient } from '@flux19/kube';
import type { JsonObject, KubeObject } from '@flux19/objects';

export interface StatusWrite {
  readonly client: KubeClient;
  /** The object whose status the change starts from. */
  readonly object: KubeObject;
  /** The whole new status. */
  readonly status: JsonObject;
  readonly fieldManager: string;
}

/** The merge patch that leads from one status to another, or undefined when they are equal. */
export function statusPatch(_before: JsonObject, _after: JsonObject): JsonObject | undefined {
  throw new Error('not written yet');
}

/** Writes a status by merge patch of its subresource; sends nothing when it is unchanged. Answers the object as it is then. */
export function writeStatus(_write: StatusWrite, _signal: AbortSignal): Promise<KubeObject> {
  throw new Error('not written yet');
}
