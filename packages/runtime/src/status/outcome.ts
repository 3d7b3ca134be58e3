import type { Condition, KubeObject } from '@flux19/objects';
import { requestedAt } from '../controller/triggers.ts';
import { type ConditionInput, conditionsOf, findCondition, withCondition, withoutConditions } from './conditions.ts';

/** The part of a status that all kinds of Flux have. */
export interface CommonStatus {
  readonly conditions: readonly Condition[];
  readonly lastHandledReconcileAt?: string;
  readonly observedGeneration?: number;
}

/** How a pass ended, or what it does. */
export type Outcome =
  /** `isDrift`: whoever waits for the object has to notice that it is worked on. */
  | { readonly kind: 'progressing'; readonly message: string; readonly isDrift: boolean }
  | { readonly kind: 'ready'; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string }
  /** Nothing can be done before the spec changes. */
  | { readonly kind: 'stalled'; readonly reason: string; readonly message: string };

/** The part of the status that all kinds of Flux have, after an outcome. Pure; conditions as Flux's controllers set them. */
export function commonStatus(object: KubeObject, outcome: Outcome, nowMs: number): CommonStatus {
  const { generation: observedGeneration = 0 } = object.metadata;
  const set = (conditions: readonly Condition[], condition: Omit<ConditionInput, 'observedGeneration'>) =>
    withCondition(conditions, { ...condition, observedGeneration }, nowMs);
  const conditions = [...nextConditions(conditionsOf(object), outcome, set)];
  if (outcome.kind === 'progressing') return { conditions };
  const token = requestedAt(object);
  return {
    conditions,
    ...(token === undefined ? {} : { lastHandledReconcileAt: token }),
    ...(outcome.kind === 'failed' ? {} : { observedGeneration }),
  };
}

type SetCondition = (
  conditions: readonly Condition[],
  condition: Omit<ConditionInput, 'observedGeneration'>,
) => readonly Condition[];

function nextConditions(before: readonly Condition[], outcome: Outcome, set: SetCondition): readonly Condition[] {
  const { message } = outcome;
  switch (outcome.kind) {
    case 'progressing':
      return progress(before, message, outcome.isDrift, set);
    case 'ready': {
      const left = withoutConditions(before, 'Reconciling', 'Stalled');
      return set(left, { type: 'Ready', status: 'True', reason: 'Succeeded', message });
    }
    case 'stalled': {
      const { reason } = outcome;
      const left = set(withoutConditions(before, 'Reconciling'), { type: 'Stalled', status: 'True', reason, message });
      return set(left, { type: 'Ready', status: 'False', reason, message });
    }
    case 'failed': {
      const under = findCondition(before, 'Reconciling')?.message ?? 'reconciliation in progress';
      const retry = {
        type: 'Reconciling',
        status: 'True',
        reason: 'ProgressingWithRetry',
        message: under,
      } as const;
      return set(set(withoutConditions(before, 'Stalled'), retry), {
        type: 'Ready',
        status: 'False',
        reason: outcome.reason,
        message,
      });
    }
  }
}

function progress(
  before: readonly Condition[],
  message: string,
  isDrift: boolean,
  set: SetCondition,
): readonly Condition[] {
  const reason = 'Progressing';
  const marked = set(withoutConditions(before, 'Stalled'), { type: 'Reconciling', status: 'True', reason, message });
  const verdict = findCondition(before, 'Ready')?.status ?? 'Unknown';
  if (!isDrift && verdict !== 'Unknown') return marked;
  return set(marked, { type: 'Ready', status: 'Unknown', reason, message });
}
