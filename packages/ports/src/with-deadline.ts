import type { Clock } from './clock.ts';

/** The time that something had is over. The message is the one that Go's contexts give, which Flux shows. */
export class DeadlineError extends Error {
  override readonly name = 'DeadlineError';

  constructor() {
    super('context deadline exceeded');
  }
}

/** Runs work with a signal that also aborts after `timeoutMs`, with `failure`. Waits for the work either way. */
export async function withDeadline<Value>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
  failure: () => Error = () => new DeadlineError(),
): Promise<Value> {
  const ended = new AbortController();
  const expired = new AbortController();
  clock.sleep(timeoutMs, ended.signal).then(
    () => expired.abort(failure()),
    () => undefined,
  );
  try {
    return await work(AbortSignal.any([signal, expired.signal]));
  } finally {
    ended.abort();
  }
}
