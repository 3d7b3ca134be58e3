import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import type { Answer, OutgoingRequest } from '../http/outgoing-request.ts';
import { SendError } from '../send/send-error.ts';
import { sendPersistently } from './send-persistently.ts';

const request: OutgoingRequest = { kind: 'http', method: 'POST', url: 'https://x', headers: {}, attempts: 'retried' };

/** Sends with answers in turn, on a clock that never makes anybody wait. Tells the pauses in milliseconds. */
function scene(outcomes: readonly (Partial<Answer> | SendError)[]) {
  const pauses: number[] = [];
  let sent = 0;
  const clock = { now: () => 0, sleep: async (ms: number) => void pauses.push(ms) };
  const sender = {
    async send(): Promise<Answer> {
      const outcome = outcomes[Math.min(sent, outcomes.length - 1)];
      sent += 1;
      if (outcome instanceof SendError) throw outcome;
      return { status: 200, headers: {}, body: '', ...outcome };
    },
    close: async () => undefined,
  };
  const send = (what: OutgoingRequest = request) =>
    sendPersistently(what, { sender, route: {}, clock }, new AbortController().signal);
  return { send, pauses, sent: () => sent };
}

suite('sendPersistently', () => {
  test('tries again where that may help, as Flux does', async () => {
    const { send, pauses } = scene([{ status: 503 }, new SendError('ECONNRESET'), { status: 429 }, { status: 204 }]);
    assert.equal((await send()).status, 204);
    assert.deepEqual(pauses, [2_000, 4_000, 8_000]);
  });

  test('waits as long as the server asks for', async () => {
    const { send, pauses } = scene([{ status: 429, headers: { 'retry-after': '7' } }, {}]);
    await send();
    assert.deepEqual(pauses, [7_000]);
  });

  test('gives up after five attempts and says why', async () => {
    const refused = scene([{ status: 500 }]);
    await assert.rejects(refused.send(), { message: 'POST giving up after 5 attempt(s): status code 500' });
    assert.equal(refused.sent(), 5);
    const broken = scene([new SendError('ECONNREFUSED')]);
    await assert.rejects(broken.send(), { message: 'POST giving up after 5 attempt(s): ECONNREFUSED' });
  });

  test('sends nothing when the time is over already', async () => {
    let sent = 0;
    const sender = {
      send: async (): Promise<Answer> => {
        sent += 1;
        throw new Error('never');
      },
      close: async () => undefined,
    };
    const over = AbortSignal.abort(new Error('the process ends'));
    await assert.rejects(sendPersistently(request, { sender, route: {}, clock: new ManualClock() }, over), {
      message: 'the process ends',
    });
    assert.equal(sent, 0);
  });

  test('does not try again what can only fail again, or must not be sent twice', async () => {
    for (const outcome of [{ status: 400 }, { status: 501 }])
      assert.equal((await scene([outcome]).send()).status, outcome.status);
    const certificate = scene([new SendError('CERT_HAS_EXPIRED', { isRetryable: false })]);
    await assert.rejects(certificate.send(), { message: 'CERT_HAS_EXPIRED' });
    assert.equal(certificate.sent(), 1);
    const once = scene([{ status: 500 }]);
    assert.equal((await once.send({ ...request, attempts: 'once' })).status, 500);
    assert.equal(once.sent(), 1);
  });

  test('ends with its time, even where the sender does not', async () => {
    const sender = { send: () => new Promise<Answer>(() => undefined), close: async () => undefined };
    const stop = new AbortController();
    const sending = sendPersistently(request, { sender, route: {}, clock: new ManualClock(0) }, stop.signal);
    stop.abort(new Error('over'));
    await assert.rejects(sending, { message: 'over' });
  });
});
