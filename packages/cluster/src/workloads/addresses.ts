import { createHash } from 'node:crypto';
import type { KubeObject } from '@flux19/objects';

/** Address of the only node of the cluster. */
export const nodeAddress = '10.0.0.1';

/** An address of 10.244.0.0/16 that is always the same for one Pod. Two Pods may share one: nothing routes to it. */
export function podAddress(pod: KubeObject): string {
  const [high = 0, low = 0] = createHash('sha256')
    .update(pod.metadata.uid ?? '')
    .digest();
  return `10.244.${high}.${1 + (low % 254)}`;
}
