import { type ConditionType, conditionTypes } from '@flux19/api';
import { ReconcileError, type Retry } from '@flux19/runtime';

/** How far a pass got. Each step presupposes that those before it went well. */
export const stages = ['storage', 'credentials', 'includes', 'fetch', 'verify', 'archive'] as const;

export type Stage = (typeof stages)[number];

/** The condition that tells of a failure: SourceVerified by being False, the others by being True. */
export type FailureCondition = Extract<
  ConditionType,
  'StorageOperationFailed' | 'FetchFailed' | 'IncludeUnavailable' | 'SourceVerified'
>;

/** Where and as what a failure shows. */
export interface SourceErrorDetails {
  readonly stage: Stage;
  /** Absent: it shows in Ready only. */
  readonly condition?: FailureCondition;
  /** `never` becomes Stalled; `wait` is no error but waiting for another object. */
  readonly retry?: Retry;
  readonly cause?: unknown;
}

/** A pass over a source that did not reach its end. Reason and message are Flux's. */
export class SourceError extends ReconcileError {
  readonly stage: Stage;
  readonly condition: FailureCondition | undefined;

  constructor(reason: string, message: string, details: SourceErrorDetails) {
    super(reason, message, { cause: details.cause, retry: details.retry ?? 'backoff' });
    this.stage = details.stage;
    this.condition = details.condition;
  }
}

/** A failure to reach or read the upstream. */
export function fetchFailure(
  reason: string,
  message: string,
  details: Omit<SourceErrorDetails, 'condition' | 'stage'> & { readonly stage?: Stage },
): SourceError {
  return new SourceError(reason, message, { stage: 'fetch', ...details, condition: conditionTypes.fetchFailed });
}

/** The text of whatever was thrown, without paths of this machine: it ends up in a status. */
export function textOf(thrown: unknown): string {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const isFileSystem = thrown instanceof Error && 'syscall' in thrown && 'path' in thrown;
  return isFileSystem ? message.replace(/, \w+ '.*$/s, '') : message;
}
