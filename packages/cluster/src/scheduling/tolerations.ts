// https://kubernetes.io/docs/concepts/scheduling-eviction/taint-and-toleration/

/** What keeps Pods away from a node, in the node's spec. */
export interface Taint {
  readonly key: string;
  readonly value?: string;
  readonly effect: 'NoSchedule' | 'PreferNoSchedule' | 'NoExecute';
}

/** What a Pod puts up with. Without a key all keys are meant, without an effect all effects. */
export interface Toleration {
  readonly key?: string;
  readonly operator?: string;
  readonly value?: string;
  readonly effect?: string;
  /** How long a running Pod puts up with a NoExecute taint; for ever when absent. */
  readonly tolerationSeconds?: number;
}

export function tolerates({ key = '', operator = '', value = '', effect = '' }: Toleration, taint: Taint): boolean {
  if (effect !== '' && effect !== taint.effect) return false;
  if (key !== '' && key !== taint.key) return false;
  if (operator === 'Exists') return true;
  return (operator === '' || operator === 'Equal') && value === (taint.value ?? '');
}

export function isTolerated(taint: Taint, tolerations: readonly Toleration[]): boolean {
  return tolerations.some((toleration) => tolerates(toleration, taint));
}

/** Whether no Pod without a toleration comes to a node with the taint. */
export function keepsAway({ effect }: Taint): boolean {
  return effect !== 'PreferNoSchedule';
}

/** Whether Pods without a toleration that run on a node with the taint have to leave. */
export function drivesOut({ effect }: Taint): boolean {
  return effect === 'NoExecute';
}

/**
 * How many seconds a running Pod puts up with taints that drive out: none when one of them is not tolerated, infinite when they are
 * for ever.
 */
export function toleratedSeconds(taints: readonly Taint[], tolerations: readonly Toleration[]): number {
  if (!taints.every((taint) => isTolerated(taint, tolerations))) return 0;
  const used = taints.flatMap((taint) => tolerations.find((toleration) => tolerates(toleration, taint)) ?? []);
  const limits = used.map(({ tolerationSeconds = Number.POSITIVE_INFINITY }) => Math.max(0, tolerationSeconds));
  return Math.min(Number.POSITIVE_INFINITY, ...limits);
}
