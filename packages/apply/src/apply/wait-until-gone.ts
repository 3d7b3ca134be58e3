import type { KubeClient, ObjectAddress } from '@flux19/kube';
import type { Clock } from '@flux19/ports';

export interface GoneOptions {
  readonly client: KubeClient;
  readonly clock: Clock;
  readonly timeoutMs: number;
}

const firstPauseMs = 20;
/** Flux looks every two seconds. */
const longestPauseMs = 2000;

/** Waits until there is no object with this uid any more; false when the time is over. */
export async function waitUntilGone(
  address: ObjectAddress,
  uid: string | undefined,
  { client, clock, timeoutMs }: GoneOptions,
  signal: AbortSignal,
): Promise<boolean> {
  const endMs = clock.now() + timeoutMs;
  for (let pauseMs = firstPauseMs; ; pauseMs = Math.min(longestPauseMs, pauseMs * 2)) {
    const live = await client.find(address, signal);
    if (live === undefined || (uid !== undefined && live.metadata.uid !== uid)) return true;
    const leftMs = endMs - clock.now();
    if (leftMs <= 0) return false;
    await clock.sleep(Math.min(pauseMs, leftMs), signal);
  }
}
