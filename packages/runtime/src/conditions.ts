import type { Condition, KubeObject } from '@flux19/objects';

/** Condition types that Flux's kinds share. */
export type FluxConditionType = 'Ready' | 'Reconciling' | 'Stalled' | 'Healthy';

/** A condition without its time, which `withCondition` decides. */
export type ConditionInput = Omit<Condition, 'lastTransitionTime'>;

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
 * Conditions with one set: replaced in its place or added, in Flux's order (Ready first, then by name).
 * `lastTransitionTime` moves to `nowMs` only when something other than observedGeneration differs, as in fluxcd/pkg.
 */
export function withCondition(
  _conditions: readonly Condition[],
  _condition: ConditionInput,
  _nowMs: number,
): readonly Condition[] {
  throw new Error('not written yet');
}

/** Conditions without these types. */
export function withoutConditions(conditions: readonly Condition[], ...types: readonly string[]): readonly Condition[] {
  return conditions.filter((condition) => !types.includes(condition.type));
}
