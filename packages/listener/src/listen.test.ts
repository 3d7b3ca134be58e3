import assert from 'node:assert/strict';
import { request } from 'node:https';
import { suite, test } from 'node:test';
import { createServingCertificate, listen } from '@flux19/listener';
import type { Handler } from '@flux19/ports';

const echo: Handler = async (incoming) =>
  new Response(`${incoming.method} ${new URL(incoming.url).pathname} ${await incoming.text()}`, {
    headers: { 'x-seen': incoming.headers.get('x-sent') ?? '' },
  });

suite('listen', () => {
  test('passes requests to the handler and its answers back', async () => {
    await using server = await disposable({ handler: echo });
    const answer = await fetch(`${server.url}/a/b`, { method: 'POST', body: 'hello', headers: { 'x-sent': 'yes' } });
    assert.equal(await answer.text(), 'POST /a/b hello');
    assert.equal(answer.headers.get('x-seen'), 'yes');
  });

  test('streams a body and tells the handler when the client goes away', async () => {
    const { promise: gone, resolve } = Promise.withResolvers<void>();
    const handler: Handler = async (incoming) => {
      incoming.signal.addEventListener('abort', () => resolve());
      return new Response(new ReadableStream({ start: (stream) => stream.enqueue(Buffer.from('first\n')) }));
    };
    await using server = await disposable({ handler });
    const aborter = new AbortController();
    const answer = await fetch(server.url, { signal: aborter.signal });
    const first = await answer.body?.getReader().read();
    assert.equal(Buffer.from(first?.value ?? []).toString(), 'first\n');
    aborter.abort();
    await gone;
  });

  test('refuses requests for other hosts and from pages of other origins', async () => {
    await using server = await disposable({ handler: echo });
    const fromElsewhere = await fetch(server.url, { headers: { origin: 'http://evil.example' } });
    assert.equal(fromElsewhere.status, 403);
    const own = await fetch(server.url, { headers: { origin: server.url } });
    assert.equal(own.status, 200);
  });

  test('answers over TLS to clients that trust its authority', async () => {
    const tls = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
    await using server = await disposable({ handler: echo, tls });
    assert.match(server.url, /^https:/);
    const { promise, resolve, reject } = Promise.withResolvers<number | undefined>();
    const call = request(server.url, { ca: tls.ca }, (answer) => resolve(answer.resume().statusCode));
    call.once('error', reject).end();
    assert.equal(await promise, 200);
  });

  test('turns a fault of the handler into a 500 and reports it', async () => {
    const faults: unknown[] = [];
    const handler: Handler = () => Promise.reject(new Error('broken'));
    await using server = await disposable({ handler, onFault: (fault) => faults.push(fault) });
    const answer = await fetch(server.url);
    assert.equal(answer.status, 500);
    assert.equal(await answer.text(), 'internal error\n');
    assert.equal(String(faults[0]), 'Error: broken');
  });
});

async function disposable(options: Parameters<typeof listen>[0]) {
  const server = await listen(options);
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}
