import { GitError } from '../git-error.ts';

/**
 * Puts what was tried on what before why it failed, as Flux does. What is no `GitError` stays as it is.
 *
 * @param url without user, password and query
 */
export function describeFailure(thrown: unknown, action: string, url: string): unknown {
  if (!(thrown instanceof GitError)) return thrown;
  const { reason, message } = thrown;
  const isRepository = reason === 'NotFound';
  const text = isRepository
    ? `unable to clone: ${message}: git repository: '${url}'`
    : `${action} '${url}': ${message}`;
  return new GitError(reason, text, { cause: thrown });
}
