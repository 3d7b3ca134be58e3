import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { takeTurns } from './take-turns.ts';

suite('takeTurns', () => {
  test('lets a timer fire while somebody asks without end', async () => {
    let hasFired = false;
    setTimeout(() => {
      hasFired = true;
    }, 1);
    const handler = takeTurns(async () => new Response());
    let requests = 0;
    while (!hasFired && requests < 1_000_000) {
      await handler(new Request('http://cluster.test/'));
      requests += 1;
    }
    assert.ok(hasFired, 'no turn was taken');
  });
});
