import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from './manual-clock.ts';
import { withDeadline } from './with-deadline.ts';

const { signal } = new AbortController();
const untilAborted = (limited: AbortSignal): Promise<never> =>
  new Promise((_, reject) => limited.addEventListener('abort', () => reject(limited.reason), { once: true }));

suite('withDeadline', () => {
  test('lets work end in time, and leaves no timer behind', async () => {
    let sleeper: AbortSignal | undefined;
    const clock = {
      now: () => 0,
      sleep: (_: number, asleep?: AbortSignal) => {
        sleeper = asleep;
        return new Promise<void>(() => undefined);
      },
    };
    assert.equal(await withDeadline(clock, 1000, signal, async () => 'done'), 'done');
    assert.equal(sleeper?.aborted, true);
  });

  test('aborts work whose time is over, as contexts in Go do or with the failure that is given', async () => {
    for (const [failure, message] of [
      [undefined, 'context deadline exceeded'],
      [() => new Error('too late'), 'too late'],
    ] as const) {
      const clock = new ManualClock();
      const work = withDeadline(clock, 1000, signal, untilAborted, failure);
      const refused = assert.rejects(work, { message });
      await clock.advance(1000);
      await refused;
    }
  });

  test('aborts work when whoever asked for it does', async () => {
    const stop = new AbortController();
    const work = withDeadline(new ManualClock(), 1000, stop.signal, untilAborted);
    stop.abort(new Error('stopped'));
    await assert.rejects(work, { message: 'stopped' });
  });
});
