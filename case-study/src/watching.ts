import { ApiError, type KubeClient, type ObjectAddress } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { conditionsOf, findCondition } from '@flux19/runtime';

/** How long the demo waits for something to happen. */
const patienceMs = 30_000;

/** Waits until an object is as expected, by watching it, and returns it then. Rejects when that takes too long, and says how it was. */
export async function seen(
  client: KubeClient,
  address: ObjectAddress,
  isAsExpected: (object: KubeObject | undefined) => boolean,
  what: string,
): Promise<KubeObject | undefined> {
  const signal = AbortSignal.timeout(patienceMs);
  let latest: KubeObject | undefined;
  try {
    const { apiVersion, kind, namespace, name } = address;
    const list = await client.list({ apiVersion, kind }, { namespace, fieldSelector: `metadata.name=${name}` }, signal);
    latest = list.items[0];
    if (isAsExpected(latest)) return latest;
    const options = { namespace, fieldSelector: `metadata.name=${name}`, resourceVersion: list.resourceVersion };
    for await (const event of client.watch({ apiVersion, kind }, options, signal)) {
      if (event.type === 'BOOKMARK') continue;
      latest = event.type === 'DELETED' ? undefined : event.object;
      if (isAsExpected(latest)) return latest;
    }
  } catch (thrown) {
    if (!signal.aborted || thrown instanceof ApiError) throw thrown;
  }
  throw new Error(`not seen within ${patienceMs / 1000} s: ${what}; last seen: ${describe(latest)}`);
}

function describe(object: KubeObject | undefined): string {
  if (object === undefined) return 'no such object';
  const ready = readyOf(object);
  return ready === undefined
    ? JSON.stringify(object['status'] ?? {})
    : `${ready.status} ${ready.reason}: ${ready.message}`;
}

/** The Ready condition of an object. */
export function readyOf(object: KubeObject | undefined): Condition | undefined {
  return object === undefined ? undefined : findCondition(conditionsOf(object), 'Ready');
}

/** The revision that a Kustomization has applied. */
export function appliedRevision(object: KubeObject | undefined): string {
  return ((object?.['status'] ?? {}) as { readonly lastAppliedRevision?: string }).lastAppliedRevision ?? '';
}

/** The revision that a Kustomization tried last. */
export function attemptedRevision(object: KubeObject | undefined): string {
  return ((object?.['status'] ?? {}) as { readonly lastAttemptedRevision?: string }).lastAttemptedRevision ?? '';
}
