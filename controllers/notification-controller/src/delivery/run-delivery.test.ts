import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { ManualClock } from '@flux19/ports';
import fc from 'fast-check';
import { DeliveryError } from '../providers/delivery-error.ts';
import { jsonPost, postMessage } from '../providers/shared/post-json.ts';
import { senderOver } from '../testing/sender-over.ts';
import { runDelivery } from './run-delivery.ts';
import { createSecretMask } from './secret-mask.ts';

suite('runDelivery', () => {
  test('tells no part of a secret that a refusal quotes, wherever an excerpt of it ends', async () => {
    const secret = 'canary-0123456789-0123456789-0123456789';
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 950, max: 1100 }), async (before) => {
        const sender = senderOver(async () => new Response(`${'.'.repeat(before)}${secret}`, { status: 400 }));
        const means = { sender, route: {}, clock: new ManualClock(0), mask: createSecretMask([secret]) };
        const running = runDelivery(postMessage(jsonPost('https://x/', {})), means, new AbortController().signal);
        await assert.rejects(running, (thrown) => {
          assert.ok(thrown instanceof DeliveryError);
          assert.doesNotMatch(thrown.message, /canary/);
          return true;
        });
      }),
      { numRuns: 150 },
    );
  });

  test('gives a delivery what went wrong, so that it can say what it was about', async () => {
    const sender = { send: () => Promise.reject(new TypeError('canary')), close: async () => undefined };
    const means = { sender, route: {}, clock: new ManualClock(0), mask: createSecretMask([]) };
    const running = runDelivery(postMessage(jsonPost('https://x/', {})), means, new AbortController().signal);
    await assert.rejects(running, { message: 'postMessage failed: failed to execute request: TypeError' });
  });
});
