import { parseGoDuration } from '@flux19/expressions';
import { jitterInterval, type ReconcileResult } from '@flux19/runtime';
import type { SourceError } from './source-error.ts';

/** Flux's `--requeue-dependency`. */
const defaultDependencyRequeueMs = 30_000;

/** What decides when an object is looked at again. */
export interface RequeueOptions {
  readonly random: () => number;
  /** Flux's `--interval-jitter-percentage`: 5. */
  readonly intervalJitterPercent?: number | undefined;
  readonly dependencyRequeueMs?: number | undefined;
}

/** When to look again: at the interval, or soon while something is awaited. Throws what has to be retried with a backoff. */
export function nextPass(
  failure: SourceError | undefined,
  interval: string,
  { random, intervalJitterPercent, dependencyRequeueMs = defaultDependencyRequeueMs }: RequeueOptions,
): ReconcileResult {
  if (failure === undefined) {
    return { requeueAfterMs: jitterInterval(parseGoDuration(interval), random, intervalJitterPercent) };
  }
  // A stalled object is not tried again before its spec changes.
  if (failure.retry === 'never') return {};
  if (failure.retry === 'wait') return { requeueAfterMs: dependencyRequeueMs };
  throw failure;
}
