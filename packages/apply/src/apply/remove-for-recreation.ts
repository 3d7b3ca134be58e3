import { addressOf, hasReason, type ObjectAddress } from '@flux19/kube';
import { type KubeObject, objectReference } from '@flux19/objects';
import type { ApplyContext } from './apply-context.ts';
import { ApplyError } from './apply-error.ts';
import { failureText } from './error-text.ts';
import { waitUntilGone } from './wait-until-gone.ts';

/** How long finalizers may hold an object that is to be made anew. */
const timeoutMs = 60_000;

/** Deletes an object and waits until its name is free. Throws {@link ApplyError}. */
export async function removeForRecreation(live: KubeObject, context: ApplyContext, signal: AbortSignal): Promise<void> {
  const { client } = context;
  const address: ObjectAddress = addressOf(live);
  const { uid } = live.metadata;
  try {
    await client.delete(
      address,
      { propagationPolicy: 'Background', preconditions: uid === undefined ? undefined : { uid } },
      signal,
    );
  } catch (thrown) {
    signal.throwIfAborted();
    if (!hasReason(thrown, 'NotFound')) {
      throw ApplyError.about(
        objectReference(live),
        `immutable field detected, failed to delete object: ${failureText(live, thrown)}`,
        thrown,
      );
    }
  }
  const isGone = await waitUntilGone(address, uid, { ...context, timeoutMs }, signal);
  if (isGone) return;
  throw ApplyError.about(
    objectReference(live),
    'immutable field detected, failed to wait for object to be deleted: context deadline exceeded',
  );
}
