import { addressOf, hasReason } from '@flux19/kube';
import { type JsonValue, type KubeObject, objectReference } from '@flux19/objects';
import type { ApplyContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import { failureText } from './error-text.ts';

export interface LiveEdit {
  /** The JSON patch for a live object; empty when there is nothing to do. */
  readonly operations: (live: KubeObject) => JsonValue[];
  /** Begins the message of a failure. */
  readonly what: string;
}

const attempts = 5;

/**
 * Patches a live object; true when it was changed. Managed fields are written as a whole, so the version guards entries that came
 * in the meantime: then the edit is made anew. Throws {@link ApplyError}.
 */
export async function editLive(
  live: KubeObject,
  edit: LiveEdit,
  context: ApplyContext,
  signal: AbortSignal,
): Promise<boolean> {
  const { client, options } = context;
  const address = addressOf(live);
  let current: KubeObject | undefined = live;
  for (let attempt = 1; current !== undefined; attempt += 1) {
    const operations = edit.operations(current);
    if (operations.length === 0) return attempt > 1;
    const guard: JsonValue = {
      op: 'replace',
      path: '/metadata/resourceVersion',
      value: current.metadata.resourceVersion,
    };
    try {
      await client.patch(
        address,
        [guard, ...operations],
        { type: 'json', fieldManager: options.owner.fieldManager },
        signal,
      );
      return true;
    } catch (thrown) {
      signal.throwIfAborted();
      if (!hasReason(thrown, 'Conflict') || attempt >= attempts) {
        throw ApplyError.about(objectReference(live), `${edit.what}: ${failureText(live, thrown)}`, thrown);
      }
      current = await client.find(address, signal);
    }
  }
  return false;
}
