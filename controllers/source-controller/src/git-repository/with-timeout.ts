import { type GitRepositorySpec, reasons } from '@flux19/api';
import type { Clock } from '@flux19/ports';
import { fetchFailure } from '../source/source-error.ts';
import { withinTimeout } from '../source/within-timeout.ts';

/** Runs a git operation for at most `spec.timeout`; after that it is aborted and fails as in Flux. */
export function withTimeout<Result>(
  clock: Clock,
  spec: Pick<GitRepositorySpec, 'timeout' | 'url'>,
  signal: AbortSignal,
  run: (signal: AbortSignal) => Promise<Result>,
): Promise<Result> {
  return withinTimeout(clock, spec.timeout, signal, () => timeoutFailure(spec.url), run);
}

function timeoutFailure(url: string): Error {
  const where = url.replace(/:\/\/[^/@]*@/, '://').replace(/\?.*$/, '');
  const message = `failed to checkout and determine revision: unable to clone '${where}': context deadline exceeded`;
  return fetchFailure(reasons.gitOperationFailed, message, {});
}
