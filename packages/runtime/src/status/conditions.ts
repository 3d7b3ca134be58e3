import type { Condition, KubeObject } from '@flux19/objects';

/** Condition types that Flux's kinds share. */
export type FluxConditionType = 'Ready' | 'Reconciling' | 'Stalled' | 'Healthy';

/** A condition without its time, which `withCondition` decides. */
export type ConditionInput = Omit<Condition, 'lastTransitionTime'>;

/** Kubernetes takes no longer message. */
const longestMessage = 32_768;

/** Flux sorts conditions for readers of kubectl: these first, then by generation and type. */
const weights: ReadonlyMap<string, number> = new Map([
  ['Stalled', 0],
  ['Reconciling', 1],
  ['Ready', 2],
]);

/** The conditions of an object's status; empty when it has none. */
export function conditionsOf(object: KubeObject): readonly Condition[] {
  const status = object['status'];
  const conditions = typeof status === 'object' && status !== null && 'conditions' in status ? status.conditions : [];
  return Array.isArray(conditions) ? conditions : [];
}

/** The condition of a type, or undefined. */
export function findCondition(conditions: readonly Condition[], type: string): Condition | undefined {
  return conditions.find((condition) => condition.type === type);
}

/** True when the condition exists and its status is True. */
export function isConditionTrue(conditions: readonly Condition[], type: string): boolean {
  return findCondition(conditions, type)?.status === 'True';
}

/**
 * Conditions with one set, in Flux's order. As in fluxcd/pkg, `lastTransitionTime` moves to `nowMs` when status, reason or
 * message differ, and stays when only observedGeneration does. Too long a message is cut.
 */
export function withCondition(
  conditions: readonly Condition[],
  condition: ConditionInput,
  nowMs: number,
): readonly Condition[] {
  const message = shorten(condition.message);
  const before = findCondition(conditions, condition.type);
  const isSame =
    before?.status === condition.status && before.reason === condition.reason && before.message === message;
  const lastTransitionTime = isSame ? before.lastTransitionTime : formatTime(nowMs);
  const others = conditions.filter((other) => other.type !== condition.type);
  return [...others, { ...condition, message, lastTransitionTime }].toSorted(compareConditions);
}

/** Conditions without these types. */
export function withoutConditions(conditions: readonly Condition[], ...types: readonly string[]): readonly Condition[] {
  return conditions.filter((condition) => !types.includes(condition.type));
}

/** A pass has begun: Reconciling, no longer Stalled. */
export function markReconciling(
  conditions: readonly Condition[],
  input: Omit<ConditionInput, 'type' | 'status'>,
  nowMs: number,
): readonly Condition[] {
  return withCondition(
    withoutConditions(conditions, 'Stalled'),
    { ...input, type: 'Reconciling', status: 'True' },
    nowMs,
  );
}

/** Nothing will be tried again before the spec changes: Stalled, no longer Reconciling. */
export function markStalled(
  conditions: readonly Condition[],
  input: Omit<ConditionInput, 'type' | 'status'>,
  nowMs: number,
): readonly Condition[] {
  return withCondition(
    withoutConditions(conditions, 'Reconciling'),
    { ...input, type: 'Stalled', status: 'True' },
    nowMs,
  );
}

/** RFC 3339 with seconds, as Kubernetes writes times. */
export function formatTime(ms: number): string {
  return `${new Date(ms).toISOString().slice(0, 19)}Z`;
}

function shorten(message: string): string {
  const bytes = Buffer.byteLength(message);
  if (bytes <= longestMessage) return message;
  const cut = Buffer.from(message)
    .subarray(0, longestMessage - 3)
    .toString('utf8');
  return `${cut.replace(/\uFFFD$/, '')}...`;
}

function compareConditions(a: Condition, b: Condition): number {
  const [weightA, weightB] = [weights.get(a.type), weights.get(b.type)];
  if (weightA !== undefined || weightB !== undefined) return (weightA ?? weights.size) - (weightB ?? weights.size);
  const generations = (b.observedGeneration ?? 0) - (a.observedGeneration ?? 0);
  if (generations !== 0) return generations;
  return a.type < b.type ? -1 : 1;
}
