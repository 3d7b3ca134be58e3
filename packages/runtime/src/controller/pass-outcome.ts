import type { ReconcileResult } from './controller-definition.ts';
import type { ReconcileError } from './reconcile-error.ts';

/** How a pass ended. */
export type PassOutcome =
  | { readonly kind: 'done'; readonly result: ReconcileResult }
  | { readonly kind: 'failed'; readonly error: ReconcileError }
  /** The object is gone. */
  | { readonly kind: 'gone' }
  /** The process is about to end; the next one begins with every object. */
  | { readonly kind: 'aborted' };

/** What the queue does with the key after that. */
export type QueueAction =
  | { readonly kind: 'drop' }
  | { readonly kind: 'later'; readonly delayMs: number }
  | { readonly kind: 'backoff' };

/** Values of the label `result` of controller_runtime_reconcile_total. */
export type ResultLabel = 'success' | 'error' | 'requeue' | 'requeue_after';

/** Flux's `--requeue-dependency`. */
const dependencyDelayMs = 30_000;

/** Decides what the queue does after a pass. A success makes the next failure count as the first one. */
export function actionAfter(outcome: PassOutcome): {
  readonly action: QueueAction;
  readonly label: ResultLabel | undefined;
} {
  if (outcome.kind === 'aborted' || outcome.kind === 'gone') return { action: { kind: 'drop' }, label: undefined };
  if (outcome.kind === 'done') {
    const delayMs = outcome.result.requeueAfterMs;
    if (delayMs === undefined) return { action: { kind: 'drop' }, label: 'success' };
    return { action: { kind: 'later', delayMs }, label: 'requeue_after' };
  }
  return { action: actionAfterFailure(outcome.error), label: 'error' };
}

function actionAfterFailure({ retry, requeueAfterMs }: ReconcileError): QueueAction {
  if (retry === 'never') return { kind: 'drop' };
  if (requeueAfterMs !== undefined) return { kind: 'later', delayMs: requeueAfterMs };
  return retry === 'wait' ? { kind: 'later', delayMs: dependencyDelayMs } : { kind: 'backoff' };
}
