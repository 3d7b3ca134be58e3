import type { Clock } from '@flux19/ports';

/** Runs something for at most a while; after that it is aborted and fails as contexts in Go do. */
export async function withTimeout<Result>(
  clock: Clock,
  timeoutMs: number,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const expired = new AbortController();
  clock.sleep(timeoutMs, ended.signal).then(
    () => expired.abort(new Error('context deadline exceeded')),
    () => undefined,
  );
  try {
    return await run(AbortSignal.any([signal, expired.signal]));
  } finally {
    ended.abort();
  }
}
