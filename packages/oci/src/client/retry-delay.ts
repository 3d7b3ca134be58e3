import type { RetryPolicy } from './client-options.ts';

/** How long `Retry-After` asks to wait: seconds or a date (RFC 9110 section 10.2.3); undefined for what is neither. */
export function retryAfterMs(header: string | null, nowMs: number): number | undefined {
  if (header === null) return undefined;
  if (/^\d{1,9}$/.test(header.trim())) return Number(header) * 1000;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - nowMs);
}

/** How long to wait before attempt `attempt + 1`: doubled each time, between half and all of it. */
export function backoffMs({ firstDelayMs, longestDelayMs }: RetryPolicy, attempt: number, random: number): number {
  const full = Math.min(longestDelayMs, firstDelayMs * 2 ** (attempt - 1));
  return full * (0.5 + random / 2);
}
