import assert from 'node:assert/strict';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type AddressInfo, connect, type Socket } from 'node:net';
import { afterEach, suite, test } from 'node:test';
import { createServingCertificate, type Listener, listen } from '@flux19/listener';
import type { OutgoingRequest } from '../http/outgoing-request.ts';
import { createSender } from './create-sender.ts';
import { SendError } from './send-error.ts';

const { signal } = new AbortController();

suite('createSender', () => {
  const closers: (() => Promise<unknown>)[] = [];
  afterEach(async () => {
    for (const close of closers.splice(0).toReversed()) await close();
  });

  function sender() {
    const made = createSender();
    closers.push(() => made.close());
    return made;
  }

  async function serve(handler: (request: Request) => Response | Promise<Response>): Promise<Listener> {
    const listener = await listen({ handler: async (request) => handler(request) });
    closers.push(() => listener.close());
    return listener;
  }

  async function serveRaw(onRequest: (request: IncomingMessage, response: ServerResponse) => void): Promise<Server> {
    const server = createServer(onRequest);
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(async () => {
      server.closeAllConnections();
      server.close();
    });
    return server;
  }

  const portOf = (server: Server): number => (server.address() as AddressInfo).port;

  function post(url: string, changes: Partial<OutgoingRequest> = {}): OutgoingRequest {
    const headers = { 'content-type': 'application/json', authorization: 'Bearer canary' };
    return { kind: 'http', method: 'POST', url, headers, body: '{"a":1}', attempts: 'once', ...changes };
  }

  test('sends method, path, headers and body, and reads the answer', async () => {
    const { url } = await serve(async (request) => {
      const { pathname, search } = new URL(request.url);
      const seen = [request.method, pathname + search, request.headers.get('authorization'), await request.text()];
      return Response.json(seen, { status: 201, headers: { 'retry-after': '3' } });
    });
    const answer = await sender().send(post(`${url}/hook?x=1`), {}, signal);
    assert.equal(answer.status, 201);
    assert.equal(answer.headers['retry-after'], '3');
    assert.deepEqual(JSON.parse(answer.body), ['POST', '/hook?x=1', 'Bearer canary', '{"a":1}']);
  });

  test('turns a name and password in the address into a header', async () => {
    const { url } = await serve((request) => new Response(request.headers.get('authorization')));
    const answer = await sender().send(post(url.replace('//', '//user:p%40ss@'), { headers: {} }), {}, signal);
    assert.equal(answer.body, `Basic ${btoa('user:p@ss')}`);
  });

  test('follows redirects at the same place, and none to another', async () => {
    const seen: string[] = [];
    const other = await serve((request) => {
      seen.push(`other ${request.headers.get('authorization')}`);
      return new Response('');
    });
    const { url } = await serve(async (request) => {
      const { pathname } = new URL(request.url);
      seen.push(`${request.method} ${pathname} ${await request.text()}`);
      const location = { '/found': '/end', '/kept': '/end', '/away': other.url, '/loop': '/loop' }[pathname];
      const status = pathname === '/found' ? 302 : 307;
      return location === undefined ? new Response('end') : new Response('', { status, headers: { location } });
    });
    const own = sender();
    assert.equal((await own.send(post(`${url}/found`), {}, signal)).body, 'end');
    assert.equal((await own.send(post(`${url}/kept`), {}, signal)).body, 'end');
    await assert.rejects(own.send(post(`${url}/away`), {}, signal), { message: /refused to follow a redirect/ });
    await assert.rejects(own.send(post(`${url}/loop`), {}, signal), { message: /stopped after 5 redirects/ });
    assert.deepEqual(seen.slice(0, 4), ['POST /found {"a":1}', 'GET /end ', 'POST /kept {"a":1}', 'POST /end {"a":1}']);
    assert.ok(!seen.some((line) => line.startsWith('other')));
  });

  test('reads no more of an answer than it may', async () => {
    const server = await serveRaw((_request, response) => {
      response.writeHead(200);
      const chunk = Buffer.alloc(256 * 1024, 'x');
      const more = (): void => {
        while (!response.destroyed && response.write(chunk));
      };
      response.on('drain', more);
      more();
    });
    const answer = await sender().send(post(`http://127.0.0.1:${portOf(server)}/`), {}, signal);
    assert.equal(answer.body.length, 4 * 1024 * 1024);
  });

  test('ends when its signal says so', async () => {
    const server = await serveRaw(() => undefined);
    const stop = new AbortController();
    const sending = sender().send(post(`http://127.0.0.1:${portOf(server)}/`), {}, stop.signal);
    server.once('request', () => stop.abort(new Error('over')));
    await assert.rejects(sending, { message: 'over' });
  });

  test('says what failed without saying where', async () => {
    const server = await serveRaw(() => undefined);
    const url = `http://127.0.0.1:${portOf(server)}/canary`;
    await closers.pop()?.();
    await assert.rejects(sender().send(post(url), {}, signal), (thrown) => {
      assert.ok(thrown instanceof SendError);
      assert.equal(thrown.message, 'ECONNREFUSED');
      return true;
    });
    await assert.rejects(sender().send(post('canary'), {}, signal), { message: 'the address is not a URL' });
  });

  test('trusts the authority that it is given and no other', async () => {
    const tls = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
    const listener = await listen({ handler: async () => new Response('secure'), tls });
    closers.push(() => listener.close());
    const own = sender();
    const trusting = await own.send(post(listener.url), { tls: { certificateAuthority: tls.ca } }, signal);
    assert.equal(trusting.body, 'secure');
    await assert.rejects(own.send(post(listener.url), {}, signal), (thrown) => {
      assert.ok(thrown instanceof SendError);
      assert.equal(thrown.isRetryable, false);
      return true;
    });
  });

  test('goes through the proxy, and shows it its credentials', async () => {
    const { url } = await serve((request) => new Response(`proxied ${request.headers.get('proxy-authorization')}`));
    const seen: string[] = [];
    const sockets = new Set<Socket>();
    const proxy = await serveRaw((request, response) => {
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`);
      void fetch(request.url ?? '', { method: 'POST' }).then(async (answer) => response.end(await answer.text()));
    });
    proxy.on('connect', (request, socket: Socket) => {
      seen.push(`${request.method} ${request.url} ${request.headers['proxy-authorization']}`);
      const [host, port] = (request.url ?? '').split(':');
      const upstream = connect(Number(port), host, () => {
        socket.write('HTTP/1.1 200 Connection Established\r\n\r\n');
        upstream.pipe(socket).pipe(upstream);
      });
      for (const end of [socket, upstream]) sockets.add(end.on('error', () => undefined));
    });
    closers.push(async () => {
      for (const socket of sockets) socket.destroy();
    });
    const route = { proxy: `http://user:pass@127.0.0.1:${portOf(proxy)}` };
    assert.equal((await sender().send(post(`${url}/hook`), route, signal)).body, 'proxied null');
    assert.equal(seen.length, 1);
    assert.match(seen[0] ?? '', new RegExp(`Basic ${btoa('user:pass')}$`));
  });
});
