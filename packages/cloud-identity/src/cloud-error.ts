/**
 * Why a cloud gave nothing: `Network` its service cannot be reached; `Refused` it answered with an error; `InvalidContent` its answer
 * holds not what was asked for; `Misconfigured` what it should be asked with is missing or wrong.
 */
export type CloudFailure = 'Network' | 'Refused' | 'InvalidContent' | 'Misconfigured';

/** A failed sign-in or call. Messages are fit for a status: no tokens, no query of a URL. */
export class CloudError extends Error {
  override readonly name = 'CloudError';
  readonly reason: CloudFailure;
  /** Of the HTTP answer. */
  readonly status: number | undefined;

  constructor(reason: CloudFailure, message: string, details: ErrorOptions & { readonly status?: number } = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.reason = reason;
    this.status = details.status;
  }
}

/** A failure with what was tried before its message. */
export function failedAt(attempt: string, thrown: unknown): CloudError {
  const message = thrown instanceof Error ? thrown.message : String(thrown);
  const reason = thrown instanceof CloudError ? thrown.reason : 'Refused';
  const status = thrown instanceof CloudError ? thrown.status : undefined;
  return new CloudError(reason, `${attempt}: ${message}`, {
    cause: thrown,
    ...(status === undefined ? {} : { status }),
  });
}
