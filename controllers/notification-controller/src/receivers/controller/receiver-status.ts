import { conditionTypes, type Receiver, type ReceiverStatus, reasons } from '@flux19/api';
import { requestedAt, withCondition, withoutConditions } from '@flux19/runtime';

/** How a pass over a Receiver ended. */
export type ReceiverOutcome =
  | { readonly kind: 'ready'; readonly webhookPath: string }
  /** Nothing will change before the spec does. */
  | { readonly kind: 'stalled'; readonly reason: string; readonly message: string }
  | { readonly kind: 'failed'; readonly reason: string; readonly message: string };

const { ready, reconciling, stalled } = conditionTypes;

/** The status that tells of an outcome. Pure; conditions, reasons and messages are those of the notification-controller. */
export function receiverStatus(receiver: Receiver, outcome: ReceiverOutcome, nowMs: number): ReceiverStatus {
  const { status: before = {}, metadata } = receiver;
  const observedGeneration = metadata.generation ?? 0;
  const token = requestedAt(receiver);
  return {
    ...before,
    ...details(outcome),
    ...(outcome.kind === 'failed' ? {} : { observedGeneration }),
    ...(token === undefined ? {} : { lastHandledReconcileAt: token }),
    conditions: conditionsAfter(receiver, outcome, nowMs),
  };
}

function details(outcome: ReceiverOutcome): ReceiverStatus {
  if (outcome.kind === 'ready') return { webhookPath: outcome.webhookPath };
  return outcome.kind === 'failed' ? { webhookPath: '' } : {};
}

function conditionsAfter(
  { status: before = {}, metadata }: Receiver,
  outcome: ReceiverOutcome,
  nowMs: number,
): NonNullable<ReceiverStatus['conditions']> {
  const observedGeneration = metadata.generation ?? 0;
  const others = withoutConditions(before.conditions ?? [], reconciling, stalled);
  if (outcome.kind === 'ready') {
    const message = `Receiver initialized for path: ${outcome.webhookPath}`;
    const input = { type: ready, status: 'True', reason: reasons.succeeded, message, observedGeneration } as const;
    return [...withCondition(others, input, nowMs)];
  }
  const { reason, message } = outcome;
  const failed = withCondition(others, { type: ready, status: 'False', reason, message, observedGeneration }, nowMs);
  if (outcome.kind === 'stalled') {
    return [...withCondition(failed, { type: stalled, status: 'True', reason, message, observedGeneration }, nowMs)];
  }
  const retry = {
    type: reconciling,
    status: 'True',
    reason: reasons.progressingWithRetry,
    message: 'Reconciliation in progress',
    observedGeneration,
  } as const;
  const known = before.conditions?.filter(({ type }) => type === reconciling) ?? [];
  return [...withCondition([...failed, ...known], retry, nowMs)];
}
