import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock, systemClock } from '@flux19/ports';

const never = new AbortController().signal;

suite('ManualClock', () => {
  test('wakes sleepers in the order in which they are due', async () => {
    const clock = new ManualClock(0);
    const woken: string[] = [];
    const sleeps = [
      clock.sleep(20, never).then(() => woken.push(`late at ${clock.now()}`)),
      clock.sleep(10, never).then(() => woken.push(`early at ${clock.now()}`)),
    ];
    await clock.advance(30);
    await Promise.all(sleeps);
    assert.deepEqual(woken, ['early at 10', 'late at 20']);
    assert.equal(clock.now(), 30);
  });

  test('lets the woken come to rest before it goes on, when it is told how', async () => {
    const clock = new ManualClock(0);
    const woken: string[] = [];
    const sleep = (ms: number) => clock.sleep(ms, never).then(() => woken.push(`${ms} at ${clock.now()}`));
    const sleeps = [sleep(20), sleep(10), sleep(10)];
    const rests: number[] = [];
    const rest = async (): Promise<void> => {
      if (rests.length === 0) sleeps.push(sleep(5));
      rests.push(clock.now());
      await new Promise((done) => setImmediate(done));
    };
    await clock.advance(30, rest);
    await Promise.all(sleeps);
    assert.deepEqual(woken, ['10 at 10', '10 at 10', '5 at 15', '20 at 20']);
    assert.deepEqual(rests, [10, 15, 20]);
  });

  test('stops sleeping when the signal aborts', async () => {
    const clock = new ManualClock(0);
    const aborter = new AbortController();
    const sleep = clock.sleep(10, aborter.signal);
    aborter.abort(new Error('stopped'));
    await assert.rejects(sleep, { message: 'stopped' });
    assert.equal(clock.sleeping, 0);
  });
});

suite('systemClock', () => {
  test('rejects with the reason of the signal', async () => {
    const aborter = new AbortController();
    const sleep = systemClock.sleep(60_000, aborter.signal);
    aborter.abort(new Error('stopped'));
    await assert.rejects(sleep, { message: 'stopped' });
  });
});
