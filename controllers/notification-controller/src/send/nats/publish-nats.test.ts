import assert from 'node:assert/strict';
import { createPublicKey, verify } from 'node:crypto';
import { type AddressInfo, createServer, type Socket } from 'node:net';
import { afterEach, suite, test } from 'node:test';
import { TLSSocket } from 'node:tls';
import { createServingCertificate } from '@flux19/listener';
import type { NatsCredentials, NatsPublication } from '../../http/outgoing-request.ts';
import { readSeed } from './nats-keys.ts';
import { publishNats } from './publish-nats.ts';

const { signal } = new AbortController();
/** The example of the nkeys documentation. */
const seed = 'SUAGMJH5XLGZKQQWAWKRZJIGMOU4HPFUYLXJMXOO5NLFEO2OOQJ5LPRDPM';
const nonce = 'kzgl7YXGJ1Y';

interface Told {
  readonly options: Record<string, unknown>;
  readonly subject: string;
  readonly payload: string;
}

suite('publishNats', () => {
  const closers: (() => void)[] = [];
  afterEach(() => {
    for (const close of closers.splice(0)) close();
  });

  /** A server that takes one message, or refuses with an error. */
  async function serve(answer: string): Promise<{ readonly address: string; readonly told: Told[] }> {
    const told: Told[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.write(`INFO {"server_id":"X","nonce":"${nonce}","max_payload":1048576}\r\n`);
      let text = '';
      socket.on('data', (chunk) => {
        text += chunk.toString();
        const match = /^CONNECT (.*)\r\nPUB (\S+) (\d+)\r\n([\s\S]*)\r\nPING\r\n$/.exec(text);
        if (match === null) return;
        const [, options = '', subject = '', length = '', payload = ''] = match;
        assert.equal(Buffer.byteLength(payload), Number(length));
        told.push({ options: JSON.parse(options), subject, payload });
        socket.write(answer);
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    return { address: `nats://127.0.0.1:${(server.address() as AddressInfo).port}`, told };
  }

  function publication(server: string, credentials: NatsCredentials = { kind: 'none' }): NatsPublication {
    return { kind: 'nats', server, subject: 'flux.events', payload: '{"message":"ä"}', credentials };
  }

  test('publishes and waits until the server has taken it', async () => {
    const { address, told } = await serve('PING\r\nPONG\r\n');
    await publishNats(publication(address), {}, signal);
    assert.equal(told[0]?.subject, 'flux.events');
    assert.equal(told[0]?.payload, '{"message":"ä"}');
  });

  test('shows a name and password, from the address too', async () => {
    const { address, told } = await serve('PONG\r\n');
    await publishNats(publication(address, { kind: 'password', username: 'u', password: 'p' }), {}, signal);
    await publishNats(publication(address.replace('//', '//a:b%2F@')), {}, signal);
    assert.deepEqual(
      told.map(({ options }) => [options['user'], options['pass']]),
      [
        ['u', 'p'],
        ['a', 'b/'],
      ],
    );
  });

  test('signs the nonce of the server with its key', async () => {
    const { address, told } = await serve('PONG\r\n');
    await publishNats(publication(address, { kind: 'nkey', seed }), {}, signal);
    const file = `-----BEGIN NATS USER JWT-----\nheader.claims.sig\n------END NATS USER JWT------\n\n-----BEGIN USER NKEY SEED-----\n${seed}\n------END USER NKEY SEED------\n`;
    await publishNats(publication(address, { kind: 'jwt', file }), {}, signal);
    const [nkey, jwt] = told.map(({ options }) => options);
    assert.match(String(nkey?.['nkey']), /^U[A-Z2-7]{55}$/);
    assert.equal(jwt?.['jwt'], 'header.claims.sig');
    assert.equal(nkey?.['sig'], jwt?.['sig']);
    const raw = decode(String(nkey?.['nkey'])).subarray(1, 33);
    const spki = Buffer.concat([Buffer.from('302a300506032b6570032100', 'hex'), raw]);
    const key = createPublicKey({ key: spki, format: 'der', type: 'spki' });
    assert.ok(verify(null, Buffer.from(nonce), key, Buffer.from(String(nkey?.['sig']), 'base64url')));
  });

  test('refuses a seed that is none without a word of it', () => {
    for (const wrong of ['', 'canary', seed.slice(1), `${seed.slice(0, -1)}A`, seed.toLowerCase()]) {
      assert.throws(() => readSeed(wrong), { message: 'error parsing nkey seed: invalid seed' });
    }
  });

  test('tries every server, and says what the last one said', async () => {
    const refusing = await serve("-ERR 'Authorization Violation'\r\n");
    const taking = await serve('PONG\r\n');
    await publishNats(publication(`${refusing.address},${taking.address}`), {}, signal);
    assert.equal(taking.told.length, 1);
    await assert.rejects(publishNats(publication(refusing.address), {}, signal), {
      message: 'error publishing message to server: nats: Authorization Violation',
    });
  });

  test('speaks TLS where the address or the server asks for it', async () => {
    const tls = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
    const told: string[] = [];
    const sockets = new Set<Socket>();
    const server = createServer((socket) => {
      sockets.add(socket.on('error', () => undefined));
      socket.write('INFO {"tls_required":true}\r\n', () => {
        const secure = new TLSSocket(socket, { isServer: true, key: tls.key, cert: tls.cert });
        secure.on('error', () => undefined);
        secure.on('data', (chunk) => {
          told.push(chunk.toString());
          if (chunk.toString().endsWith('PING\r\n')) secure.write('PONG\r\n');
        });
      });
    });
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
    closers.push(() => {
      for (const socket of sockets) socket.destroy();
      server.close();
    });
    const { port } = server.address() as AddressInfo;
    for (const address of [`tls://127.0.0.1:${port}`, `nats://localhost:${port}`]) {
      await publishNats(publication(address), { certificateAuthority: tls.ca }, signal);
    }
    assert.equal(told.filter((text) => text.includes('PUB flux.events')).length, 2);
    await assert.rejects(publishNats(publication(`tls://127.0.0.1:${port}`), {}, signal), /error connecting to server/);
  });

  test('ends when its signal says so', async () => {
    const { address } = await serve('');
    const stop = new AbortController();
    const publishing = publishNats(publication(address), {}, stop.signal);
    setImmediate(() => stop.abort(new Error('over')));
    await assert.rejects(publishing, { message: 'over' });
  });
});

function decode(text: string): Buffer {
  const bits = [...text]
    .map((digit) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(digit).toString(2).padStart(5, '0'))
    .join('');
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)));
}
