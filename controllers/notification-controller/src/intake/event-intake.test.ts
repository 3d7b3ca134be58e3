import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import { createLogger, type FluxEvent } from '@flux19/runtime';
import fc from 'fast-check';
import { testEvent } from '../testing/test-event.ts';
import { EventIntake } from './event-intake.ts';

const log = createLogger({ level: 'error', write: () => undefined });
const involvedObject = {
  apiVersion: 'kustomize.toolkit.fluxcd.io/v1',
  kind: 'Kustomization',
  namespace: 'apps',
  name: 'web',
};
const group = 'kustomize.toolkit.fluxcd.io';

function intakeWith(clock = new ManualClock(0)) {
  const taken: FluxEvent[] = [];
  const intake = new EventIntake({
    clock,
    log,
    duplicateIntervalMs: 300_000,
    bodyTimeoutMs: 30_000,
    route: (event) => taken.push(event),
  });
  const post = async (body: string | ReadableStream<Uint8Array>, method = 'POST'): Promise<number> => {
    const request = new Request('http://notification-controller/', { method, body, duplex: 'half' } as RequestInit);
    return (await intake.handler(request)).status;
  };
  return { taken, intake, post, clock };
}

suite('EventIntake', () => {
  test('takes an event once in five minutes', async () => {
    const { taken, post, clock } = intakeWith();
    const body = JSON.stringify(testEvent({ involvedObject }));
    assert.deepEqual([await post(body), await post(body)], [202, 429]);
    await clock.advance(300_000);
    assert.equal(await post(body), 202);
    assert.equal(taken.length, 2);
  });

  test('tells events apart by object, message, revisions and token, and by nothing else', () => {
    const base = testEvent({ involvedObject, metadata: {} });
    const isDuplicate = (other: FluxEvent): boolean => {
      const { intake } = intakeWith();
      intake.take(base);
      return intake.take(other) > 0;
    };
    assert.ok(isDuplicate({ ...base, severity: 'error', reason: 'other', timestamp: '2030-01-01T00:00:00Z' }));
    assert.ok(isDuplicate({ ...base, metadata: { [`${group}/checksum`]: 'x', 'event.toolkit.fluxcd.io/team': 'a' } }));
    assert.ok(!isDuplicate({ ...base, message: 'other' }));
    for (const key of ['revision', 'originRevision', 'token']) {
      assert.ok(!isDuplicate({ ...base, metadata: { [`${group}/${key}`]: 'x' } }), key);
    }
    for (const key of ['name', 'namespace', 'kind']) {
      assert.ok(!isDuplicate({ ...base, involvedObject: { ...involvedObject, [key]: 'x' } }), key);
    }
  });

  test('keeps of the metadata what alerts may use', () => {
    const { taken, intake } = intakeWith();
    const metadata = {
      [`${group}/revision`]: 'main',
      [`${group}/checksum`]: 'c',
      [`${group}/digest`]: 'd',
      [`${group}/token`]: 't',
      'event.toolkit.fluxcd.io/team': 'a',
      'source.toolkit.fluxcd.io/revision': 'other',
      bare: 'x',
    };
    intake.take(testEvent({ involvedObject, metadata }));
    assert.deepEqual(taken[0]?.metadata, { [`${group}/revision`]: 'main', 'event.toolkit.fluxcd.io/team': 'a' });
  });

  test('refuses what is no event, what is too long, and what is no POST', async () => {
    const { post, taken } = intakeWith();
    for (const body of [
      '',
      'x',
      '[]',
      'null',
      '1',
      '{"severity":1}',
      '{"metadata":[]}',
      '{"involvedObject":"x"}',
      '{"timestamp":"now"}',
    ]) {
      assert.equal(await post(body), 400, body);
    }
    assert.equal(await post('x'.repeat(3 * 1024 * 1024 + 1)), 413);
    assert.equal(await post('{}', 'PUT'), 405);
    assert.equal(taken.length, 0);
  });

  test('stops reading a body that never ends, and one that comes too slowly', async () => {
    const { post, clock } = intakeWith();
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 65_536;
        controller.enqueue(new Uint8Array(65_536));
      },
    });
    assert.equal(await post(endless), 413);
    assert.ok(sent < 4 * 1024 * 1024);
    const slow = post(new ReadableStream<Uint8Array>({ pull: () => new Promise(() => undefined) }));
    await new Promise(setImmediate);
    await clock.advance(30_000);
    assert.equal(await slow, 408);
  });

  test('answers whatever is sent, and never with a fault of its own', async () => {
    await fc.assert(
      fc.asyncProperty(fc.oneof(fc.json(), fc.string()), async (body) => {
        const status = await intakeWith().post(body);
        assert.ok(status === 202 || status === 400, String(status));
      }),
      { numRuns: 200 },
    );
  });
});
