/** How an attempt ended, when it was not a success. */
export interface FailedAttempt {
  /** Counted from 1. */
  readonly attempt: number;
  /** HTTP status; undefined when there was no answer. */
  readonly status: number | undefined;
  /** What the server asked for. */
  readonly retryAfterMs: number | undefined;
  /** True when sending the request twice does no harm. */
  readonly isRepeatable: boolean;
}

const refusalAttempts = 10;
const repeatableAttempts = 4;
const firstPauseMs = 100;
const longestPauseMs = 30_000;
const gatewayFailures: ReadonlySet<number> = new Set([502, 503, 504]);

/**
 * How long to wait before the next attempt; undefined to give up. As client-go does, a request that the server turned away
 * (429, or any status with Retry-After) is tried again whatever it was, since it was not carried out.
 */
export function retryDelayMs(failed: FailedAttempt, random: () => number): number | undefined {
  const { attempt, status, retryAfterMs, isRepeatable } = failed;
  if (status === 429 || (retryAfterMs !== undefined && status !== undefined && status >= 500)) {
    if (attempt >= refusalAttempts) return undefined;
    const asked = Math.min(retryAfterMs ?? 1000, longestPauseMs);
    return asked + random() * Math.min(asked, 1000) * 0.2;
  }
  const isTransient = status === undefined || gatewayFailures.has(status);
  if (!isTransient || !isRepeatable || attempt >= repeatableAttempts) return undefined;
  return firstPauseMs * 2 ** (attempt - 1) * (0.5 + random());
}

/** Reads a Retry-After header: seconds, or an HTTP date. */
export function parseRetryAfter(header: string | null, nowMs: number): number | undefined {
  if (header === null || header.trim() === '') return undefined;
  const seconds = Number(header);
  if (Number.isFinite(seconds)) return Math.max(0, seconds * 1000);
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}
