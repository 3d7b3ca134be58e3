/**
 * Why an artifact could not be had:
 * `NotFound` no such file; `DigestMismatch` its content is not what was promised; `TooLarge` a limit is exceeded;
 * `InvalidArchive` not a tar.gz, or with paths that leave it, links or devices; `Unavailable` the server cannot be reached or refuses.
 */
export type ArtifactFailure = 'NotFound' | 'DigestMismatch' | 'TooLarge' | 'InvalidArchive' | 'Unavailable';

/** A failure to store, read or fetch an artifact. Messages are fit for a condition: they hold no secret and no local path. */
export class ArtifactError extends Error {
  override readonly name = 'ArtifactError';
  readonly reason: ArtifactFailure;

  constructor(reason: ArtifactFailure, message: string, options: ErrorOptions = {}) {
    super(message, options);
    this.reason = reason;
  }
}
