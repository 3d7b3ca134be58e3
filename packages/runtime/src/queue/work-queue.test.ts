import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { WorkQueue } from './work-queue.ts';

const metrics = {
  added: () => undefined,
  depth: () => undefined,
  retried: () => undefined,
  waited: () => undefined,
  worked: () => undefined,
};

function makeQueue() {
  const clock = new ManualClock(0);
  const aborter = new AbortController();
  return { clock, aborter, queue: new WorkQueue({ name: 'test', clock, signal: aborter.signal, metrics }) };
}

suite('WorkQueue', () => {
  test('hands a key out once, however often it was added', () => {
    const { queue } = makeQueue();
    for (const key of ['a', 'b', 'a']) queue.add(key);
    assert.deepEqual([queue.take(), queue.take(), queue.take()], ['a', 'b', undefined]);
  });

  test('hands a key out again after its pass when it was added during it', () => {
    const { queue } = makeQueue();
    queue.add('a');
    queue.take();
    queue.add('a');
    queue.add('a');
    assert.equal(queue.take(), undefined);
    queue.done('a');
    assert.equal(queue.take(), 'a');
    queue.done('a');
    assert.equal(queue.take(), undefined);
  });

  test('waits twice as long with each failure in a row, from 750 ms to 15 minutes', () => {
    const { queue } = makeQueue();
    const delays = Array.from({ length: 12 }, () => queue.retry('a'));
    assert.deepEqual(delays.slice(0, 3), [750, 1500, 3000]);
    assert.equal(delays.at(-1), 900_000);
    queue.forget('a');
    assert.equal(queue.retry('a'), 750);
  });

  test('keeps the last of several times for later', async () => {
    const { queue, clock } = makeQueue();
    queue.addAfter('a', 100);
    queue.addAfter('a', 300);
    await clock.advance(200);
    assert.equal(queue.length, 0);
    await clock.advance(100);
    assert.equal(queue.take(), 'a');
  });

  test('forgets the time for later when a pass begins earlier', async () => {
    const { queue, clock } = makeQueue();
    queue.addAfter('a', 100);
    queue.add('a');
    queue.take();
    queue.done('a');
    await clock.advance(1000);
    assert.equal(queue.length, 0);
  });

  test('hands nothing out after the stop', () => {
    const { queue, aborter } = makeQueue();
    queue.add('a');
    aborter.abort();
    assert.equal(queue.take(), undefined);
  });

  const key = fc.constantFrom('a', 'b', 'c');
  const step: fc.Arbitrary<Step> = fc.oneof(
    fc.record({ do: fc.constantFrom('add' as const, 'retry' as const, 'later' as const), key }),
    fc.record({ do: fc.constantFrom('take' as const, 'done' as const, 'wait' as const) }),
  );

  test('loses no key and runs none twice at once', async () => {
    const property = fc.asyncProperty(fc.array(step, { maxLength: 60 }), async (steps) => {
      const user = new QueueUser();
      for (const now of steps) await user.play(now);
      await user.finish();
      assert.deepEqual([...user.owed], []);
    });
    await fc.assert(property);
  });
});

type Step =
  | { readonly do: 'add' | 'retry' | 'later'; readonly key: string }
  | { readonly do: 'take' | 'done' | 'wait' };

/** Uses a queue and keeps account of what it owes. */
class QueueUser {
  readonly #made = makeQueue();
  readonly #running: string[] = [];
  /** Keys that were asked for and have had no pass since. */
  readonly owed = new Set<string>();

  async play(step: Step): Promise<void> {
    if ('key' in step) this.#ask(step.do, step.key);
    else if (step.do === 'take') this.#take();
    else if (step.do === 'done') this.#made.queue.done(this.#running.shift() ?? '');
    else await this.#made.clock.advance(700);
  }

  /** Lets everything come that was put off, and passes over it. */
  async finish(): Promise<void> {
    const { queue, clock } = this.#made;
    await clock.advance(1_000_000);
    for (const left of this.#running.splice(0)) queue.done(left);
    while (this.#take()) queue.done(this.#running.pop() ?? '');
  }

  #ask(how: 'add' | 'retry' | 'later', key: string): void {
    const { queue } = this.#made;
    this.owed.add(key);
    if (how === 'add') queue.add(key);
    else if (how === 'retry') queue.retry(key);
    else queue.addAfter(key, 40);
  }

  #take(): boolean {
    const taken = this.#made.queue.take();
    if (taken === undefined) return false;
    assert.ok(!this.#running.includes(taken));
    this.#running.push(taken);
    this.owed.delete(taken);
    return true;
  }
}
