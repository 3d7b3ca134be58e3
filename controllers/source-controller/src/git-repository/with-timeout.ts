import { type GitRepositorySpec, reasons } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';
import type { Clock } from '@flux19/ports';
import { fetchFailure } from './source-error.ts';

/** What the API server fills in. */
const defaultTimeout = '60s';

/** Runs a git operation for at most `spec.timeout`; after that it is aborted and fails as in Flux. */
export async function withTimeout<Result>(
  clock: Clock,
  spec: Pick<GitRepositorySpec, 'timeout' | 'url'>,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  const ended = new AbortController();
  const expired = new AbortController();
  clock.sleep(parseGoDuration(spec.timeout ?? defaultTimeout), ended.signal).then(
    () => expired.abort(timeoutFailure(spec.url)),
    () => undefined,
  );
  try {
    return await run(AbortSignal.any([signal, expired.signal]));
  } finally {
    ended.abort();
  }
}

function timeoutFailure(url: string): Error {
  const where = url.replace(/:\/\/[^/@]*@/, '://').replace(/\?.*$/, '');
  const message = `failed to checkout and determine revision: unable to clone '${where}': context deadline exceeded`;
  return fetchFailure(reasons.gitOperationFailed, message, {});
}
