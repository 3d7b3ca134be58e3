import { parseGoDuration } from '@flux19/expressions';
import type { Clock } from '@flux19/ports';

/** What the API server fills in for `spec.timeout`. */
const defaultTimeout = '60s';

/** Runs something for at most `spec.timeout`; after that its signal aborts with the failure that is given. */
export async function withDeadline<Result>(
  clock: Clock,
  timeout: string | undefined,
  signal: AbortSignal,
  failure: () => Error,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const expired = new AbortController();
  clock.sleep(parseGoDuration(timeout ?? defaultTimeout), ended.signal).then(
    () => expired.abort(failure()),
    () => undefined,
  );
  try {
    return await run(AbortSignal.any([signal, expired.signal]));
  } finally {
    ended.abort();
  }
}
