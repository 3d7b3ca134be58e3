import type { GitRepository } from '@flux19/api';
import type { ReconcileResult } from '@flux19/runtime';
import { nextPass, type RequeueOptions } from '../source/next-pass.ts';
import type { Outcome } from './status.ts';

/** When to look again: at the interval, or soon while something is awaited. Throws what has to be retried with a backoff. */
export function afterPass(outcome: Outcome, { spec }: GitRepository, options: RequeueOptions): ReconcileResult {
  return nextPass(outcome.kind === 'failed' ? outcome.error : undefined, spec.interval, options);
}

/** The outcome in a line of the log. */
export function describeOutcome(outcome: Outcome): string {
  if (outcome.kind === 'unchanged') {
    return `no changes since last reconciliation: observed revision '${outcome.revision}'`;
  }
  if (outcome.kind === 'stored') return `stored artifact for revision '${outcome.artifact.revision}'`;
  const { retry, message } = outcome.error;
  if (retry === 'wait') return `reconciliation waiting: ${message}`;
  return retry === 'never' ? `reconciliation stalled: ${message}` : `reconciliation failed: ${message}`;
}
