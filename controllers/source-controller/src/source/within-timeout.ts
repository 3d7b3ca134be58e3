import { parseGoDuration } from '@flux19/expressions';
import { type Clock, withDeadline } from '@flux19/ports';

/** What the API server fills in for `spec.timeout`. */
const defaultTimeout = '60s';

/** Runs something for at most `spec.timeout`; after that its signal aborts with the failure that is given. */
export function withinTimeout<Result>(
  clock: Clock,
  timeout: string | undefined,
  signal: AbortSignal,
  failure: () => Error,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withDeadline(clock, parseGoDuration(timeout ?? defaultTimeout), signal, run, failure);
}
