import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { Schedule } from './schedule.ts';

suite('Schedule', () => {
  test('tells of each key once, at its last time, in the order of the times', async () => {
    const entry = fc.record({ key: fc.constantFrom('a', 'b', 'c', 'd', 'e'), ms: fc.integer({ min: 1, max: 500 }) });
    const property = fc.asyncProperty(fc.array(entry, { maxLength: 30 }), async (entries) => {
      const clock = new ManualClock(0);
      const heard: [string, number][] = [];
      const schedule = new Schedule(clock, new AbortController().signal, (key) => heard.push([key, clock.now()]));
      for (const { key, ms } of entries) schedule.set(key, ms);
      await clock.advance(1000);
      assert.deepEqual(new Map(heard), new Map(entries.map(({ key, ms }) => [key, ms])));
      assert.deepEqual(
        heard.map(([, at]) => at),
        heard.map(([, at]) => at).toSorted((a, b) => a - b),
      );
      assert.equal(schedule.size, 0);
    });
    await fc.assert(property);
  });
});
