/**
 * Why git failed, as far as its output tells:
 * `AuthenticationFailed` no or wrong credentials; `NotFound` no such repository; `ReferenceNotFound` no such branch, tag, name, commit or version;
 * `EmptyRepository` there is no branch at all;
 * `HostKey` the ssh server is not in known_hosts or shows another key; `Certificate` TLS trust; `Network` unreachable, refused, reset;
 * `Timeout` took longer than allowed; `InvalidUrl`, `InvalidReference` and `InvalidCredentials` never got as far as running git;
 * `TooLarge` a bound is exceeded; `InvalidObject` a tree with paths that no file system should see; `Missing` git is not installed; `Rejected` a push came too late, somebody else has moved the branch; `Failed` anything else.
 */
export type GitFailure =
  | 'AuthenticationFailed'
  | 'NotFound'
  | 'ReferenceNotFound'
  | 'EmptyRepository'
  | 'HostKey'
  | 'Certificate'
  | 'Network'
  | 'Timeout'
  | 'InvalidUrl'
  | 'InvalidReference'
  | 'InvalidCredentials'
  | 'TooLarge'
  | 'InvalidObject'
  | 'Missing'
  | 'Rejected'
  | 'Failed';

/** A failed git operation. Messages follow Flux's and never hold a credential or a local path. */
export class GitError extends Error {
  override readonly name = 'GitError';
  readonly reason: GitFailure;

  constructor(reason: GitFailure, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
  }
}
