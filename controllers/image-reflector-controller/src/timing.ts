import type { ImageRepositorySpec } from '@flux19/api';
import { parseGoDuration } from '@flux19/expressions';

const shortestTimeoutMs = 1000;

/** `spec.timeout`, else the interval; never below a second. Milliseconds. */
export function timeoutOf({ timeout, interval }: Pick<ImageRepositorySpec, 'timeout' | 'interval'>): number {
  return Math.max(parseGoDuration(timeout ?? interval), shortestTimeoutMs);
}
