/**
 * Why something of a registry could not be had or written:
 * `InvalidReference` a name, tag or digest that cannot be one; `AuthenticationFailed` credentials missing, wrong or not sufficient;
 * `NotFound` no such repository, manifest or blob; `DigestMismatch` other bytes than the digest promises; `TooManyRequests` refused for
 * now, retries are used up; `Network` the registry cannot be reached or broke off; `TooLarge` a limit of this process is exceeded;
 * `InvalidContent` an answer, manifest, layer or image that cannot be right; `Refused` any other answer that is not a success;
 * `SignatureInvalid` nothing that verifies.
 */
export type OciFailure =
  | 'InvalidReference'
  | 'AuthenticationFailed'
  | 'NotFound'
  | 'DigestMismatch'
  | 'TooManyRequests'
  | 'Network'
  | 'TooLarge'
  | 'InvalidContent'
  | 'Refused'
  | 'SignatureInvalid';

/** More about a failure. */
export interface OciErrorDetails extends ErrorOptions {
  /** Of the HTTP answer. */
  readonly status?: number | undefined;
  /** The first code of the registry's error answer: `MANIFEST_UNKNOWN`. */
  readonly code?: string | undefined;
  /** How long the registry asks to be left alone. */
  readonly retryAfterMs?: number | undefined;
}

/** A failed operation on a registry. Messages are fit for a status: no credentials, no query of a URL. */
export class OciError extends Error {
  override readonly name = 'OciError';
  readonly reason: OciFailure;
  readonly status: number | undefined;
  readonly code: string | undefined;
  readonly retryAfterMs: number | undefined;

  constructor(reason: OciFailure, message: string, details: OciErrorDetails = {}) {
    super(message, details.cause === undefined ? {} : { cause: details.cause });
    this.reason = reason;
    this.status = details.status;
    this.code = details.code;
    this.retryAfterMs = details.retryAfterMs;
  }
}

/** A failure that something else has caused. */
export function causedFailure(reason: OciFailure, message: string, cause: unknown): OciError {
  return new OciError(reason, message, { cause });
}
