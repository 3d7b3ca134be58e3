import type { GitRepository } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import { jitterInterval, type ReconcileResult } from '@flux19/runtime';
import type { Outcome } from './status.ts';

/** Flux's `--requeue-dependency`. */
const defaultDependencyRequeueMs = 30_000;

/** What decides when an object is looked at again. */
export interface RequeueOptions {
  readonly random: () => number;
  readonly dependencyRequeueMs?: number | undefined;
}

/** When to look again: at the interval, or soon while something is awaited. Throws what has to be retried with a backoff. */
export function afterPass(outcome: Outcome, { spec }: GitRepository, options: RequeueOptions): ReconcileResult {
  if (outcome.kind !== 'failed') {
    return { requeueAfterMs: jitterInterval(parseGoDuration(spec.interval), options.random) };
  }
  const { retry } = outcome.error;
  // A stalled object is not tried again before its spec changes.
  if (retry === 'never') return {};
  if (retry === 'wait') return { requeueAfterMs: options.dependencyRequeueMs ?? defaultDependencyRequeueMs };
  throw outcome.error;
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
