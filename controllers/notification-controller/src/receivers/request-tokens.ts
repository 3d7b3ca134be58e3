import type { Clock } from '@flux19/ports';

/** Makes values for requestedAt: the time, with a count in its microseconds so that two calls never have the same. */
export function createRequestTokens(clock: Clock): () => string {
  let count = 0;
  return () => {
    count = (count + 1) % 1000;
    return new Date(clock.now()).toISOString().replace('Z', `${String(count).padStart(3, '0')}Z`);
  };
}
