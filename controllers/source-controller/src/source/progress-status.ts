import { conditionTypes, reasons } from '@flux19/api';
import type { Condition, KubeObject } from '@flux19/objects';
import { conditionsOf, markReconciling, withCondition } from '@flux19/runtime';

/** The status while a pass goes on: for passes that take long. */
export function progressStatus<Status>(
  object: KubeObject & { readonly status?: Status },
  message: string,
  nowMs: number,
): Status & { conditions: Condition[] } {
  const observedGeneration = object.metadata.generation ?? 0;
  const input = { reason: reasons.progressing, message, observedGeneration };
  const reconciling = markReconciling(conditionsOf(object), input, nowMs);
  const ready = { ...input, type: conditionTypes.ready, status: 'Unknown' } as const;
  return { ...(object.status as Status), conditions: [...withCondition(reconciling, ready, nowMs)] };
}
