import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { createLogger, type FluxEvent, LogRing, postEvents } from '@flux19/runtime';

const event: FluxEvent = {
  involvedObject: { kind: 'Kustomization', apiVersion: 'v1', name: 'a' },
  severity: 'info',
  timestamp: '2026-01-01T00:00:00Z',
  message: 'm',
  reason: 'r',
  reportingController: 'c',
  reportingInstance: 'i',
};

/** Posts one event to a side that answers with these statuses in turn, and answers how often it was asked, and the log. */
async function post(statuses: readonly number[]) {
  const clock = new ManualClock();
  const ring = new LogRing();
  const left = [...statuses];
  const bodies: unknown[] = [];
  const publish = postEvents({
    url: 'http://notification.test/',
    clock,
    signal: new AbortController().signal,
    log: createLogger({ level: 'info', write: () => undefined, ring, clock }),
    async fetch(request) {
      bodies.push(await request.json());
      const status = left.shift() ?? 500;
      if (status === 0) throw new TypeError('refused');
      return new Response('', { status });
    },
  });
  publish(event);
  for (let i = 0; i < 200; i += 1) {
    await new Promise((done) => setImmediate(done));
    if (clock.sleeping > 0) await clock.advance(1000);
  }
  return { bodies, errors: ring.records().filter((record) => record.level === 'error') };
}

suite('postEvents', () => {
  test('posts the event as JSON', async () => {
    const { bodies, errors } = await post([202]);
    assert.deepEqual(bodies, [event]);
    assert.equal(errors.length, 0);
  });

  test('tries again when there is no answer or the other side fails', async () => {
    assert.equal((await post([0, 503, 200])).bodies.length, 3);
  });

  test('takes 429 for a duplicate and is content', async () => {
    const { bodies, errors } = await post([429]);
    assert.deepEqual([bodies.length, errors.length], [1, 0]);
  });

  test('gives up in the end and says so', async () => {
    const { bodies, errors } = await post([]);
    assert.deepEqual([bodies.length, errors.length], [5, 1]);
  });
});
