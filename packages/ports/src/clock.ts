import { setTimeout as wait } from 'node:timers/promises';

/** Time as a dependency, so that tests decide what it is. */
export interface Clock {
  /** Milliseconds since the Unix epoch. */
  now(): number;
  /** Resolves after `ms` milliseconds; rejects with the signal's reason as soon as it aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Longest delay that Node's timers take; a longer sleep is cut into pieces of it. */
const longestDelayMs = 2 ** 31 - 1;

/** The time of the machine. Sleeping does not keep a process alive that has nothing else to do. */
export const systemClock: Clock = {
  now: () => Date.now(),
  async sleep(ms, signal) {
    let left = Math.max(0, ms);
    while (left > longestDelayMs) {
      await delay(longestDelayMs, signal);
      left -= longestDelayMs;
    }
    await delay(left, signal);
  },
};

async function delay(ms: number, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  try {
    await wait(ms, undefined, { signal, ref: false });
  } catch (thrown) {
    // Node wraps the reason in an AbortError of its own; callers expect the reason they gave.
    signal.throwIfAborted();
    throw thrown;
  }
}
