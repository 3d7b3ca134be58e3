import type { KustomizationSpec } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';

const shortestTimeoutMs = 30_000;

/** `spec.interval` in milliseconds. */
export function intervalOf(spec: KustomizationSpec): number {
  return parseGoDuration(spec.interval);
}

/** `spec.retryInterval`, else the interval, in milliseconds. */
export function retryIntervalOf(spec: KustomizationSpec): number {
  return spec.retryInterval === undefined ? intervalOf(spec) : parseGoDuration(spec.retryInterval);
}

/** Flux: `spec.timeout`, else 30 seconds less than the interval; never below 30 seconds. Milliseconds. */
export function timeoutOf(spec: KustomizationSpec): number {
  const timeout = spec.timeout === undefined ? intervalOf(spec) - shortestTimeoutMs : parseGoDuration(spec.timeout);
  return Math.max(timeout, shortestTimeoutMs);
}
