import assert from 'node:assert/strict';
import { once } from 'node:events';
import { request as requestPlain } from 'node:http';
import { request } from 'node:https';
import { connect } from 'node:net';
import { suite, test } from 'node:test';
import { createServingCertificate, listen } from '@flux19/listener';
import { BrokenConnectionError, type Handler } from '@flux19/ports';
import fc from 'fast-check';

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

  test('resets the connection of a request that is to be broken off on purpose', async () => {
    for (const tls of [undefined, createServingCertificate(['127.0.0.1'], Date.now())]) {
      const handler: Handler = async ({ url }) => {
        if (!url.endsWith('/body')) throw new BrokenConnectionError('on purpose');
        return new Response(
          new ReadableStream({
            start(stream) {
              stream.enqueue(Buffer.from('begun'));
              setImmediate(() => stream.error(new BrokenConnectionError('on purpose')));
            },
          }),
        );
      };
      const faults: unknown[] = [];
      const onFault = (fault: unknown): void => void faults.push(fault);
      await using server = await disposable({ handler, onFault, ...(tls === undefined ? {} : { tls }) });
      assert.equal(await failureOf(`${server.url}/`, tls?.ca), 'ECONNRESET');
      assert.equal(await failureOf(`${server.url}/body`, tls?.ca), 'ECONNRESET');
      assert.deepEqual(faults, []);
    }
  });

  test('breaks every connection off and goes on taking new ones', async () => {
    const handler: Handler = async ({ url }) =>
      url.endsWith('/watch') ? new Response(new ReadableStream()) : new Response('here');
    await using server = await disposable({ handler });
    const watch = await fetch(`${server.url}/watch`);
    server.breakConnections();
    await assert.rejects(watch.text());
    assert.equal(await (await fetch(server.url)).text(), 'here');
  });

  test('gives up on clients that send the head of a request too slowly', async () => {
    await using server = await disposable({ handler: echo, headTimeoutMs: 150 });
    const socket = connect(server.port, '127.0.0.1');
    socket.write('GET / HTTP/1.1\r\nHost: localhost\r\nX-Slow: ');
    let answer = '';
    socket.setEncoding('utf8').on('data', (text: string) => {
      answer += text;
    });
    await once(socket, 'close');
    assert.match(answer, /^HTTP\/1\.1 408 /);
  });

  test('answers or closes, whatever bytes come', async () => {
    await using server = await disposable({ handler: echo, headTimeoutMs: 1000 });
    const line = fc.tuple(
      fc.constantFrom('GET', 'POST', 'TRACE', 'CONNECT', 'PRI', 'get', '\u0000'),
      fc.oneof(fc.string(), fc.constantFrom('/', '//', '*', '//[', 'http://', 'http://localhost/a', '/%', '/\\', '')),
      fc.constantFrom('HTTP/1.1', 'HTTP/1.0', 'HTTP/9', ''),
    );
    const header = fc.constantFrom(
      'Host: localhost',
      'Host: localhost:99999',
      'Host: [',
      'Content-Length: 5',
      'Content-Length: -1',
      'Transfer-Encoding: chunked',
      'Expect: 100-continue',
      'Connection: upgrade',
      'Upgrade: websocket',
      'Cookie: \u0000',
      'no header',
    );
    const property = fc.asyncProperty(
      line,
      fc.array(header, { maxLength: 4 }),
      fc.string(),
      async (words, headers, body) => {
        const bytes = `${words.join(' ')}\r\n${headers.map((text) => `${text}\r\n`).join('')}\r\n${body}`;
        const socket = connect(server.port, '127.0.0.1');
        socket.on('error', () => undefined).resume();
        const closed = once(socket, 'close');
        socket.end(Buffer.from(bytes, 'latin1'));
        await closed;
        const { status } = await fetch(server.url);
        assert.equal(status, 200);
      },
    );
    await fc.assert(property, { numRuns: 60 });
  });
});

async function disposable(options: Parameters<typeof listen>[0]) {
  const server = await listen(options);
  return { ...server, [Symbol.asyncDispose]: () => server.close() };
}

/** The code of the error that a request ends with; `none` when it does not. */
function failureOf(url: string, ca: string | undefined): Promise<string> {
  return new Promise((resolve) => {
    const fail = (error: NodeJS.ErrnoException): void => resolve(error.code ?? error.message);
    const open = ca === undefined ? requestPlain : request;
    const call = open(url, { ca, agent: false }, (answer) => {
      answer
        .once('error', fail)
        .once('end', () => resolve('none'))
        .resume();
    });
    call.once('error', fail).end();
  });
}
