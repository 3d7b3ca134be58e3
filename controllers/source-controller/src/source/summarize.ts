import { conditionTypes } from '@flux19/api';
import type { Condition } from '@flux19/objects';
import { findCondition, withCondition } from '@flux19/runtime';

/** What makes Ready, most important first. Negative conditions are bad news by being there. */
const order: readonly { readonly type: string; readonly isNegative: boolean }[] = [
  { type: conditionTypes.storageOperationFailed, isNegative: true },
  { type: conditionTypes.fetchFailed, isNegative: true },
  { type: conditionTypes.includeUnavailable, isNegative: true },
  { type: conditionTypes.artifactOutdated, isNegative: true },
  { type: conditionTypes.artifactInStorage, isNegative: false },
  { type: conditionTypes.sourceVerified, isNegative: false },
  { type: conditionTypes.stalled, isNegative: true },
  { type: conditionTypes.reconciling, isNegative: true },
];

/** Sets Ready to what the other conditions say: a failed verification first, then the first bad news, then the first good. */
export function summarize(
  conditions: readonly Condition[],
  observedGeneration: number,
  nowMs: number,
): readonly Condition[] {
  const found = order.flatMap(({ type, isNegative }) => {
    const condition = findCondition(conditions, type);
    return condition === undefined ? [] : [{ condition, isNegative }];
  });
  const unverified = found.find(({ condition, isNegative }) => !isNegative && condition.status === 'False');
  const bad = unverified ?? found.find(({ condition, isNegative }) => isNegative && condition.status === 'True');
  const good = found.find(({ condition, isNegative }) => !isNegative && condition.status === 'True');
  const decisive = bad ?? good;
  if (decisive === undefined) return conditions;
  const { reason, message } = decisive.condition;
  const status = bad === undefined ? 'True' : 'False';
  return withCondition(conditions, { type: conditionTypes.ready, status, reason, message, observedGeneration }, nowMs);
}
