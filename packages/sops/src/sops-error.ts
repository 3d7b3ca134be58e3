/** Why a file could not be decrypted. */
export type SopsFailure =
  /** The text is not what SOPS writes: syntax, metadata, an encrypted value. */
  | 'Malformed'
  /** No key at hand opens the file. */
  | 'NoKey'
  /** A value or the whole was changed after it was encrypted. */
  | 'NotIntact'
  /** Larger, deeper or more than is read. */
  | 'TooLarge';

/** A file that cannot be decrypted. Messages name fields and keys' recipients, never values. */
export class SopsError extends Error {
  override readonly name = 'SopsError';
  readonly reason: SopsFailure;

  constructor(reason: SopsFailure, message: string, options?: ErrorOptions) {
    super(message, options);
    this.reason = reason;
  }
}

/** For failures that another error has shown: an error with its cause. */
export function causedBy(cause: unknown, reason: SopsFailure, message: string): SopsError {
  return new SopsError(reason, message, { cause });
}
