import type { Obstacle } from './obstacle.ts';

/** What kube-scheduler says of a Pod when the cluster has no node at all. */
export const noNodes = 'no nodes available to schedule pods';

/** What kube-scheduler says of a Pod that the only node of the cluster cannot take. Nobody has to make room for others here. */
export function unschedulableMessage({ kind, reasons }: Obstacle, preemptionPolicy: string | undefined): string {
  const counted = kind === 'pod' || kind === 'claims' ? reasons : reasons.map((reason) => `1 ${reason}`).toSorted();
  return `0/1 nodes are available: ${counted.join(', ')}. preemption: ${preemption(kind, preemptionPolicy)}`;
}

function preemption(kind: Obstacle['kind'], policy: string | undefined): string {
  if (policy === 'Never') return 'not eligible due to preemptionPolicy=Never.';
  const why =
    kind === 'room' ? 'No preemption victims found for incoming pod' : 'Preemption is not helpful for scheduling';
  return `0/1 nodes are available: 1 ${why}.`;
}
