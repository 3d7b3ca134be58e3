/** The parts of a Kubernetes `Status` that callers look at. */
export interface ApiStatus {
  readonly kind: 'Status';
  readonly apiVersion: 'v1';
  readonly status: string;
  readonly message: string;
  readonly reason: string;
  readonly code: number;
  readonly details?: {
    readonly name?: string;
    readonly group?: string;
    readonly kind?: string;
    readonly uid?: string;
    readonly retryAfterSeconds?: number;
    readonly causes?: readonly { readonly reason?: string; readonly message?: string; readonly field?: string }[];
  };
}

/** An error that the API server answered. `message` is the server's text. */
export class ApiError extends Error {
  override readonly name = 'ApiError';
  /** HTTP status. */
  readonly code: number;
  /** `NotFound`, `Conflict`, `Invalid`, `Forbidden` ...; derived from the code when the server gave none. */
  readonly reason: string;
  readonly status: ApiStatus;
  /** How long the server asked to wait. */
  readonly retryAfterMs: number | undefined;

  constructor(status: ApiStatus, options: ErrorOptions & { retryAfterMs?: number | undefined } = {}) {
    super(status.message, options);
    this.code = status.code;
    this.reason = status.reason;
    this.status = status;
    this.retryAfterMs = options.retryAfterMs;
  }
}

/** There was no answer, or it broke off: refused, reset, timed out, not JSON. */
export class ConnectionError extends Error {
  override readonly name: string = 'ConnectionError';
}

/** A stream that stayed silent for too long: the other side is gone without having said so. */
export class StallError extends ConnectionError {
  override readonly name = 'StallError';
}

/** The API server serves no such kind or resource. `message` is Flux's and kubectl's: `no matches for kind "X" in version "g/v"`. */
export class NoMatchError extends Error {
  override readonly name = 'NoMatchError';
}

/** True for an {@link ApiError} with this reason, such as `NotFound`. */
export function hasReason(thrown: unknown, reason: string): thrown is ApiError {
  return thrown instanceof ApiError && thrown.reason === reason;
}
