import { ApiError, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';

/** How rarely a node that cannot fail without its cluster has to say that it is there. A kubelet does every ten seconds. */
const renewalIntervalMs = 600_000;
const leaseDurationSeconds = 2_400;

/** Says now that a node is there, in the Lease that a kubelet keeps. */
export async function renewNodeLease(
  client: KubeClient,
  node: KubeObject,
  now: number,
  signal: AbortSignal,
): Promise<void> {
  const { name, uid = '' } = node.metadata;
  const address = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', namespace: 'kube-node-lease', name };
  const spec = { holderIdentity: name, leaseDurationSeconds, renewTime: microTime(now) };
  const live = await client.find(address, signal);
  if (live !== undefined) {
    await client.update({ ...live, spec }, {}, signal);
    return;
  }
  const ownerReferences = [{ apiVersion: 'v1', kind: 'Node', name, uid }];
  const { apiVersion, kind, namespace } = address;
  await client.create({ apiVersion, kind, metadata: { name, namespace, ownerReferences }, spec }, {}, signal);
}

export interface LeaseKeeping {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly log: Logger;
  /** As it was last seen; undefined when somebody deleted it. */
  readonly node: () => KubeObject | undefined;
}

/** Renews the Lease of a node, every ten minutes, until the signal aborts. */
export async function keepNodeLease({ client, clock, log, node }: LeaseKeeping, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(renewalIntervalMs, signal).catch(() => undefined);
    const current = node();
    if (signal.aborted || current === undefined) continue;
    try {
      await renewNodeLease(client, current, clock.now(), signal);
    } catch (thrown) {
      // The next one comes long before the Lease has run out.
      if (!(thrown instanceof ApiError)) throw thrown;
      log.info('the lease of the node was not renewed', { error: thrown.message });
    }
  }
}

/** A time with microseconds, as Leases have it. */
function microTime(ms: number): string {
  return new Date(ms).toISOString().replace('Z', '000Z');
}
