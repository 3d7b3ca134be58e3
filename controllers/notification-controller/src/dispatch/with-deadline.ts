import type { Clock } from '@flux19/ports';

/** The time that a delivery had is over. */
class DeadlineError extends Error {
  override readonly name = 'DeadlineError';
}

/** Runs work with a signal that also aborts after `timeoutMs`. */
export async function withDeadline<Value>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  work: (signal: AbortSignal) => Promise<Value>,
): Promise<Value> {
  const deadline = new AbortController();
  const ended = new AbortController();
  clock
    .sleep(timeoutMs, ended.signal)
    .then(() => deadline.abort(new DeadlineError('context deadline exceeded')))
    .catch(() => undefined);
  try {
    return await work(AbortSignal.any([signal, deadline.signal]));
  } finally {
    ended.abort();
  }
}
