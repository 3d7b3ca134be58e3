import { addressOf, type KubeClient } from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';

/** How long Events live, as kube-apiserver's `--event-ttl`. */
const eventLifetimeMs = 3_600_000;
const sweepIntervalMs = 60_000;

/** Deletes Events that are older than an hour, once a minute until the signal aborts. */
export async function expireEvents(client: KubeClient, clock: Clock, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    await clock.sleep(sweepIntervalMs, signal).catch(() => undefined);
    if (signal.aborted) return;
    const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, {}, signal);
    const expired = items.filter((event) => lastSeen(event) + eventLifetimeMs < clock.now());
    for (const event of expired) await client.delete(addressOf(event), {}, signal);
  }
}

function lastSeen(event: KubeObject): number {
  const time = event['lastTimestamp'] ?? event['eventTime'] ?? event.metadata.creationTimestamp;
  return Date.parse(String(time)) || 0;
}
