import assert from 'node:assert/strict';
import { createServer, type Server } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { after, before, suite, test } from 'node:test';
import { createServingCertificate, type Listener, listen } from '@flux19/listener';
import { systemClock } from '@flux19/ports';
import { createOciClient } from '../client/create-oci-client.ts';
import { createRegistry } from '../registry/create-registry.ts';
import { createMemoryStorage } from '../registry/memory-storage.ts';
import { certificatesFromSecret, proxyFromSecret } from './connection-secrets.ts';
import { openRegistryConnection, type RegistryConnectionOptions } from './registry-connection.ts';

const { signal } = new AbortController();

suite('openRegistryConnection', () => {
  const tls = createServingCertificate(['localhost', '127.0.0.1'], Date.now());
  let listener: Listener;
  let proxy: Server;
  const proxied: string[] = [];

  before(async () => {
    const registry = createRegistry({ storage: createMemoryStorage(), clock: systemClock });
    listener = await listen({ handler: registry.fetch, tls });
    proxy = createServer();
    proxy.on('connect', (request, socket) => {
      proxied.push(`${request.url} ${request.headers['proxy-authorization']}`);
      const way = connect(Number(request.url?.split(':')[1]), '127.0.0.1', () => {
        socket.write('HTTP/1.1 200 OK\r\n\r\n');
        way.pipe(socket).pipe(way);
      });
      way.on('error', () => socket.destroy());
      socket.on('error', () => way.destroy());
    });
    await new Promise<void>((done) => proxy.listen(0, '127.0.0.1', done));
  });
  after(async () => {
    await listener.close();
    proxy.closeAllConnections();
    proxy.close();
  });

  async function put(options: RegistryConnectionOptions): Promise<string> {
    const connection = openRegistryConnection(options);
    const client = createOciClient({
      fetch: connection.fetch,
      clock: systemClock,
      random: () => 0,
      retry: { attempts: 1 },
    });
    const app = { registry: `localhost:${listener.port}`, repository: 'team/app' };
    try {
      const { digest } = await client.putBlob(app, Buffer.from('content'), signal);
      return Buffer.from(await client.readBlob(app, { digest }, signal)).toString('utf8');
    } finally {
      await connection.close();
    }
  }

  test('trusts the given authority, and nobody unknown', async () => {
    assert.equal(await put({ certificateAuthority: tls.ca }), 'content');
    await assert.rejects(put({}), { reason: 'Network' });
    assert.equal(await put({ skipVerification: true }), 'content');
  });

  test('goes through a proxy with its name and password', async () => {
    const { port } = proxy.address() as AddressInfo;
    const proxyUrl = proxyFromSecret('apps/proxy', {
      address: `http://127.0.0.1:${port}`,
      username: 'ada',
      password: 'p@ss',
    });
    assert.equal(await put({ certificateAuthority: tls.ca, proxyUrl }), 'content');
    const expected = `Basic ${Buffer.from('ada:p@ss').toString('base64')}`;
    assert.equal(proxied[0], `localhost:${listener.port} ${expected}`);
  });

  test('goes through the proxy of the environment, but for hosts that are left out', async () => {
    const { port } = proxy.address() as AddressInfo;
    const ca = { certificateAuthority: tls.ca };
    const before = proxied.length;
    await put({ ...ca, variables: { HTTPS_PROXY: `http://127.0.0.1:${port}` } });
    assert.ok(proxied.length > before);
    const after = proxied.length;
    await put({ ...ca, variables: { HTTPS_PROXY: `http://127.0.0.1:${port}`, NO_PROXY: 'localhost' } });
    assert.equal(proxied.length, after);
  });
});

suite('connection secrets', () => {
  test('have to be complete', () => {
    const bad: readonly (readonly [Record<string, string>, string])[] = [
      [{}, "secret 'apps/x' must contain either 'ca.crt' or both 'tls.crt' and 'tls.key'"],
      [{ 'tls.crt': 'x' }, "secret 'apps/x' contains 'tls.crt' but missing 'tls.key'"],
      [{ 'tls.key': 'x' }, "secret 'apps/x' contains 'tls.key' but missing 'tls.crt'"],
      [{ 'ca.crt': 'x' }, 'failed to parse CA certificate'],
    ];
    for (const [data, message] of bad) assert.throws(() => certificatesFromSecret('apps/x', data), { message });
    assert.deepEqual(certificatesFromSecret('apps/x', { certFile: 'c', keyFile: 'k' }), {
      clientCertificate: { certificate: 'c', key: 'k' },
    });
  });

  test('name proxies of known kinds', () => {
    assert.throws(() => proxyFromSecret('apps/x', {}), { message: "secret 'apps/x': key 'address' not found" });
    assert.throws(() => proxyFromSecret('apps/x', { address: 'ftp://a' }), /supported schemes/);
    assert.equal(proxyFromSecret('apps/x', { address: 'socks5://a:1080' }), 'socks5://a:1080');
  });
});
