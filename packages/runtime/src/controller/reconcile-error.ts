import type { Unsubscribe } from '@flux19/kube';

/** How the work queue reacts: back off and retry, wait for another object, or stop until the spec changes. */
export type Retry = 'backoff' | 'wait' | 'never';

export interface ReconcileErrorOptions extends ErrorOptions {
  /** Default `backoff`. */
  readonly retry?: Retry;
  /** When to try again, instead of the backoff; the longest wait for `wait`, where something else is expected to wake the object. */
  readonly requeueAfterMs?: number | undefined;
  /** What wakes the object earlier; see `ReconcileResult.wakeOn`. */
  readonly wakeOn?: ((wake: () => void) => Unsubscribe) | undefined;
}

/** A failed reconciliation. `reason` becomes the condition reason, `message` the condition message. */
export class ReconcileError extends Error {
  override readonly name = 'ReconcileError';
  readonly reason: string;
  readonly retry: Retry;
  readonly requeueAfterMs: number | undefined;
  readonly wakeOn: ((wake: () => void) => Unsubscribe) | undefined;

  constructor(reason: string, message: string, options: ReconcileErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
    this.retry = options.retry ?? 'backoff';
    this.requeueAfterMs = options.requeueAfterMs;
    this.wakeOn = options.wakeOn;
  }

  /** Wraps whatever was thrown, so that callers handle one type. */
  static from(thrown: unknown, reason = 'ReconciliationFailed'): ReconcileError {
    if (thrown instanceof ReconcileError) return thrown;
    const message = thrown instanceof Error ? thrown.message : String(thrown);
    return new ReconcileError(reason, message, { cause: thrown });
  }
}
