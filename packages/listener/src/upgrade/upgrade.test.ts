import assert from 'node:assert/strict';
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { suite, test } from 'node:test';
import { listen } from '@flux19/listener';
import type { UpgradeHandler } from '@flux19/ports';
import fc from 'fast-check';

const handler = async (): Promise<Response> => new Response('plain');

/** Sends back what it gets, as a WebSocket or as bytes, and refuses every other path. */
const echo: UpgradeHandler = async (request) => {
  const { pathname } = new URL(request.url);
  if (pathname === '/messages') {
    return {
      kind: 'websocket',
      protocol: 'echo',
      async speak(connection) {
        for await (const message of connection.received) await connection.send(message);
      },
    };
  }
  if (pathname !== '/bytes') return new Response('refused\n', { status: 418 });
  return {
    kind: 'bytes',
    protocol: 'SPDY/3.1',
    headers: { 'X-Chosen': 'this' },
    async speak(connection) {
      for await (const piece of connection.received) await connection.send(piece);
    },
  };
};

async function serve(upgrade: UpgradeHandler = echo) {
  const faults: unknown[] = [];
  const server = await listen({ handler, upgrade, onFault: (fault) => faults.push(fault) });
  return { ...server, faults, [Symbol.asyncDispose]: () => server.close() };
}

function request(path: string, port: number, headers: Readonly<Record<string, string>> = {}): string {
  const all = { Host: `127.0.0.1:${port}`, Connection: 'Upgrade', Upgrade: 'SPDY/3.1', ...headers };
  const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
  return `POST ${path} HTTP/1.1\r\n${lines.join('')}\r\n`;
}

async function open(port: number, text: string | Uint8Array): Promise<Socket> {
  const socket = connect(port, '127.0.0.1');
  await once(socket, 'connect');
  socket.write(text);
  return socket;
}

async function everything(socket: Socket): Promise<string> {
  const pieces: Buffer[] = [];
  for await (const piece of socket) pieces.push(piece as Buffer);
  return Buffer.concat(pieces).toString();
}

suite('listen with upgrades', () => {
  test('passes messages of a WebSocket on, texts as texts', async () => {
    await using server = await serve();
    const socket = new WebSocket(`${server.url.replace('http', 'ws')}/messages`, ['other', 'echo']);
    socket.binaryType = 'arraybuffer';
    await new Promise((done) => socket.addEventListener('open', done, { once: true }));
    assert.equal(socket.protocol, 'echo');
    const next = () =>
      new Promise<unknown>((done) => socket.addEventListener('message', ({ data }) => done(data), { once: true }));
    for (const sent of ['text', Uint8Array.of(1, 2, 3)]) {
      const answered = next();
      socket.send(sent);
      const got = await answered;
      assert.deepEqual(got instanceof ArrayBuffer ? new Uint8Array(got) : got, sent);
    }
    const closed = new Promise((done) => socket.addEventListener('close', done, { once: true }));
    socket.close();
    await closed;
  });

  test('passes bytes on, those that came with the request first', async () => {
    await using server = await serve();
    const socket = await open(server.port, `${request('/bytes', server.port)}first `);
    socket.end('second');
    const answer = await everything(socket);
    assert.match(
      answer,
      /^HTTP\/1\.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: SPDY\/3\.1\r\nX-Chosen: this\r\n\r\nfirst second$/,
    );
  });

  test('answers instead of an upgrade, and refuses hosts and origins before anybody is asked', async () => {
    await using server = await serve();
    const answerTo = async (headers: Readonly<Record<string, string>>) =>
      await everything(await open(server.port, request('/no', server.port, headers)));
    assert.match(await answerTo({}), /^HTTP\/1\.1 418 [\s\S]*refused/);
    assert.match(await answerTo({ Origin: 'http://evil.example' }), /^HTTP\/1\.1 403 /);
    assert.match(await answerTo({ Host: 'evil.example' }), /^HTTP\/1\.1 403 /);
  });

  test('passes over offers of other protocols', async () => {
    await using server = await serve();
    const socket = await open(
      server.port,
      request('/bytes', server.port, { Upgrade: 'h2c', Connection: 'close, Upgrade' }),
    );
    assert.match(await everything(socket), /^HTTP\/1\.1 200 OK[\s\S]*plain/);
  });

  test('ends connections that go on when it closes', async () => {
    const server = await serve();
    const socket = await open(server.port, request('/bytes', server.port));
    await once(socket, 'data');
    const closed = once(socket, 'close');
    await server.close();
    await closed;
  });

  test('survives any bytes behind an upgrade', async () => {
    await using server = await serve();
    const webSocket = {
      Upgrade: 'websocket',
      'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
      'Sec-WebSocket-Version': '13',
    };
    const heads = [
      request('/messages', server.port, webSocket).replace('POST', 'GET'),
      request('/messages', server.port, { ...webSocket, 'Sec-WebSocket-Key': 'no' }).replace('POST', 'GET'),
      request('/bytes', server.port),
      request('/no', server.port),
    ];
    await fc.assert(
      fc.asyncProperty(
        fc.constantFrom(...heads),
        fc.uint8Array({ maxLength: 300 }),
        fc.boolean(),
        async (head, bytes, isRude) => {
          const socket = await open(server.port, Buffer.concat([Buffer.from(head), bytes]));
          socket.on('error', () => undefined);
          const closed = once(socket, 'close');
          if (isRude) socket.resetAndDestroy();
          else socket.end().resume();
          await closed;
        },
      ),
      { numRuns: 60 },
    );
    assert.deepEqual(server.faults, []);
    assert.equal(await (await fetch(server.url)).text(), 'plain');
  });
});
