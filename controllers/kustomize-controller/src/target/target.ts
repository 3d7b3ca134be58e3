import { labels } from '@flux19/api';
import { ApplyMemory, LiveObjects } from '@flux19/apply';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import type { Clock } from '@flux19/ports';

/** A cluster as one identity sees it: everything read and written there goes through its client. */
export interface Target {
  readonly client: KubeClient;
  readonly live: LiveObjects;
  /** What was applied there. */
  readonly memory: ApplyMemory;
}

/** The cluster behind a client; caches that several share can be given. They end with the signal. */
export function createTarget(
  client: KubeClient,
  { clock, caches }: { readonly clock: Clock; readonly caches?: SharedCaches },
  signal: AbortSignal,
): Target {
  const own = caches ?? new SharedCaches({ client, signal, clock });
  return {
    client,
    live: new LiveObjects({ caches: own, ownerLabel: labels.kustomizeName, clock }),
    memory: new ApplyMemory(),
  };
}
