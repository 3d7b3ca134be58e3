import { reasons } from '@flux19/api';
import type { GitError } from '@flux19/git';
import { fetchFailure, type SourceError } from '../source/source-error.ts';

/** What a failure of git means for the source. Only a spec that can never work stalls it. */
export function gitFailure(error: GitError, url: string): SourceError {
  const { message } = error;
  if (error.reason === 'InvalidUrl') {
    return fetchFailure(reasons.urlInvalid, `failed to parse url '${withoutUser(url)}': ${message}`, {
      retry: 'never',
      stage: 'credentials',
      cause: error,
    });
  }
  if (error.reason === 'InvalidCredentials') {
    const text = `failed to configure authentication options: ${message}`;
    return fetchFailure(reasons.authenticationFailed, text, { stage: 'credentials', cause: error });
  }
  if (error.reason === 'EmptyRepository') return fetchFailure(reasons.emptyGitRepository, message, { cause: error });
  const text = `failed to checkout and determine revision: ${message}`;
  return fetchFailure(reasons.gitOperationFailed, text, { cause: error });
}

function withoutUser(url: string): string {
  return url.replace(/:\/\/[^/@]*@/, '://').replace(/\?.*$/, '');
}
