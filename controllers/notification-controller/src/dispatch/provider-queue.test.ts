import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { ProviderQueue } from './provider-queue.ts';

const settled = (): Promise<void> => new Promise((done) => setImmediate(done));

suite('ProviderQueue', () => {
  test('keeps the order within a lane and the limit over all, and loses nothing', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(4), { maxLength: 60 }),
        fc.integer({ min: 1, max: 4 }),
        async (lanes, concurrency) => {
          const queue = new ProviderQueue({ capacity: 1000, concurrency });
          const done = new Map<number, number[]>();
          let active = 0;
          let most = 0;
          for (const [index, lane] of lanes.entries()) {
            queue.add({
              lane: String(lane),
              size: 1,
              async run() {
                active += 1;
                most = Math.max(most, active);
                if (index % 3 === 0) await settled();
                done.set(lane, [...(done.get(lane) ?? []), index]);
                active -= 1;
              },
            });
          }
          while (!queue.isIdle) await settled();
          assert.ok(most <= concurrency);
          const expected = Map.groupBy(lanes.keys(), (index) => lanes[index]);
          assert.deepEqual(new Map([...done].toSorted()), new Map([...expected].toSorted()));
        },
      ),
      { numRuns: 50 },
    );
  });

  test('takes no more than it may hold', async () => {
    const queue = new ProviderQueue({ capacity: 2, concurrency: 1 });
    const { promise, resolve } = Promise.withResolvers<void>();
    const item = { lane: 'a', size: 1, run: () => promise };
    assert.deepEqual(
      [1, 2, 3, 4].map(() => queue.add(item)),
      [true, true, true, false],
    );
    assert.equal(queue.add({ ...item, size: 1e12 }), false);
    resolve();
    while (!queue.isIdle) await settled();
    assert.equal(queue.add(item), true);
  });
});
