import assert from 'node:assert/strict';
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer as createHttpServer, type IncomingMessage, type RequestListener } from 'node:http';
import { createServer } from 'node:https';
import type { AddressInfo, Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import type { TLSSocket } from 'node:tls';
import {
  createKubeClient,
  ExecNotAllowedError,
  type KubeConnection,
  KubeconfigError,
  loadInClusterConfig,
  loadKubeconfig,
  parseKubeconfig,
} from '@flux19/kube';
import { printYaml } from '@flux19/yaml';

const signal = new AbortController().signal;
const testdata = join(import.meta.dirname, 'testdata');

interface Config {
  readonly cluster?: Record<string, string | boolean>;
  readonly user?: Record<string, unknown>;
  readonly context?: Record<string, string>;
}

function kubeconfig({ cluster = {}, user = {}, context = {} }: Config): string {
  return printYaml({
    'current-context': 'here',
    clusters: [{ name: 'c', cluster: { server: 'https://127.0.0.1:1', ...cluster } }],
    users: [{ name: 'u', user }],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'u', ...context } }],
  } as never);
}

suite('kubeconfig', () => {
  let server: Server;
  let folder: string;
  let url: string;
  const seen: { request: IncomingMessage; subject: string | undefined }[] = [];
  const answer: RequestListener = (request, response) => {
    const socket = request.socket as TLSSocket;
    seen.push({ request, subject: socket.getPeerCertificate?.()?.subject?.CN as string | undefined });
    response.setHeader('content-type', 'application/json');
    if (request.headers.authorization === 'Bearer stale') response.statusCode = 401;
    if (request.url === '/away') response.writeHead(302, { location: 'http://127.0.0.1:9/' });
    response.end('{"ok":true}');
  };
  const last = () => seen.at(-1)?.request.headers ?? {};
  const listen = (listener: Server): Promise<number> =>
    new Promise((done) => listener.listen(0, '127.0.0.1', () => done((listener.address() as AddressInfo).port)));

  before(async () => {
    const [key, cert, ca] = await Promise.all(
      ['server.key', 'server.crt', 'ca.crt'].map((name) => readFile(join(testdata, name))),
    );
    server = createServer({ key, cert, ca, requestCert: true, rejectUnauthorized: false }, answer);
    url = `https://127.0.0.1:${await listen(server)}`;
    folder = await mkdtemp(join(tmpdir(), 'kubeconfig-'));
  });

  after(async () => {
    server.close();
    await rm(folder, { recursive: true });
  });

  async function ask(connection: KubeConnection): Promise<number> {
    try {
      const client = createKubeClient({ fetch: connection.fetch, server: connection.server });
      const response = await client.request('/api', {}, signal);
      await response.text();
      return response.status;
    } finally {
      await connection.close();
    }
  }

  const authority = { 'certificate-authority': join(testdata, 'ca.crt') };

  test('trusts the authority of the cluster and sends the token', async () => {
    const text = kubeconfig({
      cluster: { server: url, ...authority },
      user: { token: 'abc' },
      context: { namespace: 'team' },
    });
    const connection = parseKubeconfig(text, {});
    assert.deepEqual([connection.namespace, connection.context], ['team', 'here']);
    assert.equal(await ask(connection), 200);
    assert.equal(last().authorization, 'Bearer abc');
  });

  test('does not trust a server of an unknown authority, unless the kubeconfig says so', async () => {
    const post = async (cluster: Record<string, string | boolean>) => {
      const connection = parseKubeconfig(kubeconfig({ cluster: { server: url, ...cluster } }), {});
      try {
        return (await connection.fetch(new Request(`${url}/api`))).status;
      } finally {
        await connection.close();
      }
    };
    await assert.rejects(post({}));
    assert.equal(await post({ 'insecure-skip-tls-verify': true }), 200);
    const insecure = kubeconfig({ cluster: { 'insecure-skip-tls-verify': true } });
    assert.throws(() => parseKubeconfig(insecure, { allowInsecureTls: false }), KubeconfigError);
  });

  test('expects the name that the kubeconfig gives to the server', async () => {
    const right = kubeconfig({ cluster: { server: url, ...authority, 'tls-server-name': 'kubernetes.test' } });
    assert.equal(await ask(parseKubeconfig(right, {})), 200);
    const wrong = parseKubeconfig(
      kubeconfig({ cluster: { server: url, ...authority, 'tls-server-name': 'other.test' } }),
      {},
    );
    await assert.rejects(wrong.fetch(new Request(`${url}/api`)));
    await wrong.close();
  });

  test('shows its client certificate, inline or from files beside it', async () => {
    const inline = async (name: string) => (await readFile(join(testdata, name))).toString('base64');
    const data = {
      'client-certificate-data': await inline('client.crt'),
      'client-key-data': await inline('client.key'),
    };
    await ask(
      parseKubeconfig(kubeconfig({ cluster: { server: url, ...authority }, user: data }), { allowFiles: true }),
    );
    assert.equal(seen.at(-1)?.subject, 'jane');
    const file = join(folder, 'config');
    for (const name of ['ca.crt', 'client.crt', 'client.key'])
      await writeFile(join(folder, name), await readFile(join(testdata, name)));
    const user = { 'client-certificate': 'client.crt', 'client-key': 'client.key' };
    await writeFile(file, kubeconfig({ cluster: { server: url, 'certificate-authority': 'ca.crt' }, user }));
    await ask(loadKubeconfig({ file }));
    assert.equal(seen.at(-1)?.subject, 'jane');
  });

  test('lets flags count over what the context says', async () => {
    const text = kubeconfig({ cluster: { 'certificate-authority-data': 'eA==' }, user: { username: 'jane' } });
    const overrides = {
      cluster: { server: url, 'certificate-authority': join(testdata, 'ca.crt') },
      user: { token: 'of-the-flag' },
    };
    await ask(parseKubeconfig(text, { overrides }));
    assert.equal(last().authorization, 'Bearer of-the-flag');
    assert.throws(() => parseKubeconfig(text, { overrides: { clusterName: 'no' } }), /has no cluster "no"; it has c/);
  });

  test('sends name and password, and each group in a line of its own', async () => {
    const connection = parseKubeconfig(
      kubeconfig({ cluster: { server: url, ...authority }, user: { username: 'jane', password: 'pä' } }),
      {},
    );
    const client = createKubeClient({ fetch: connection.fetch, server: connection.server });
    await (await client.as({ user: 'bob', groups: ['a', 'b'] }).request('/api', {}, signal)).text();
    await connection.close();
    assert.equal(last().authorization, `Basic ${Buffer.from('jane:pä').toString('base64')}`);
    assert.deepEqual(seen.at(-1)?.request.headersDistinct['impersonate-group'], ['a', 'b']);
  });

  test('reads a token file anew when the server does not accept what it held', async () => {
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, 'stale\n');
    const connection = parseKubeconfig(kubeconfig({ cluster: { server: url, ...authority }, user: { tokenFile } }), {});
    const client = createKubeClient({ fetch: connection.fetch, server: connection.server });
    await (await client.request('/api', {}, signal)).text();
    await writeFile(tokenFile, 'fresh\n');
    await new Promise((done) => setTimeout(done, 2));
    const response = await client.request('/api', {}, signal);
    assert.equal(response.status, 200);
    await response.text();
    await connection.close();
    assert.equal(last().authorization, 'Bearer fresh');
  });

  test('starts a credential program only when that is allowed, and says how to allow it', async () => {
    const program = join(folder, 'get-token');
    await writeFile(program, '#!/bin/sh\necho "{\\"status\\":{\\"token\\":\\"from-program-$EXTRA\\"}}"\n');
    await chmod(program, 0o755);
    const exec = {
      apiVersion: 'client.authentication.k8s.io/v1',
      command: program,
      env: [{ name: 'EXTRA', value: 'x' }],
    };
    const text = kubeconfig({ cluster: { server: url, ...authority }, user: { exec } });
    assert.throws(
      () => parseKubeconfig(text, {}),
      (thrown) => {
        assert.ok(thrown instanceof ExecNotAllowedError);
        assert.match(thrown.message, /unless --insecure-kubeconfig-exec allows it/);
        return true;
      },
    );
    await ask(parseKubeconfig(text, { allowExec: true }));
    assert.equal(last().authorization, 'Bearer from-program-x');
  });

  test('sends nothing to another server, and follows nothing to one', async () => {
    const connection = parseKubeconfig(
      kubeconfig({ cluster: { server: url, ...authority }, user: { token: 'abc' } }),
      {},
    );
    await assert.rejects(connection.fetch(new Request('https://127.0.0.2/api')), TypeError);
    const redirect = await connection.fetch(new Request(`${url}/away`));
    assert.equal(redirect.status, 302);
    await redirect.text();
    await connection.close();
  });

  test('goes through the proxy of the cluster', async () => {
    const asked: (string | undefined)[] = [];
    const proxy = createHttpServer((request, response) => {
      asked.push(request.url);
      response.end('{}');
    });
    const port = await listen(proxy);
    const text = kubeconfig({ cluster: { server: 'http://cluster.test', 'proxy-url': `http://127.0.0.1:${port}` } });
    assert.equal(await ask(parseKubeconfig(text, {})), 200);
    assert.deepEqual(asked, ['http://cluster.test/api']);
    proxy.close();
  });

  test('refuses what it could only drop in silence', () => {
    assert.throws(() => parseKubeconfig(kubeconfig({ user: { as: 'admin' } }), {}), /impersonates/);
    assert.throws(
      () => parseKubeconfig(kubeconfig({ user: { 'auth-provider': { name: 'gcp' } } }), {}),
      /auth-provider/,
    );
    assert.throws(
      () => parseKubeconfig(kubeconfig({ user: { tokenFile: '/etc/passwd' } }), { allowFiles: false }),
      /names a file/,
    );
    assert.throws(() => parseKubeconfig(kubeconfig({}), { context: 'there' }), {
      message: 'the kubeconfig has no context "there"; it has here',
    });
  });

  test('quotes nothing of a text that it cannot read', () => {
    assert.throws(
      () => parseKubeconfig('token: "s3cret\n', {}),
      (thrown) => thrown instanceof KubeconfigError && !`${thrown.message}${thrown.cause}`.includes('s3cret'),
    );
  });

  test('finds the cluster that a Pod runs in', async () => {
    const mount = await mkdtemp(join(tmpdir(), 'account-'));
    await writeFile(join(mount, 'token'), 'pod-token');
    await writeFile(join(mount, 'namespace'), 'flux-system');
    await writeFile(join(mount, 'ca.crt'), await readFile(join(testdata, 'ca.crt')));
    const { port } = new URL(url);
    const environment = { KUBERNETES_SERVICE_HOST: '127.0.0.1', KUBERNETES_SERVICE_PORT: port };
    const connection = await loadInClusterConfig({ environment, folder: mount });
    assert.equal(connection?.namespace, 'flux-system');
    if (connection !== undefined) await ask(connection);
    assert.equal(last().authorization, 'Bearer pod-token');
    assert.equal(await loadInClusterConfig({ environment: {}, folder: mount }), undefined);
    await rm(mount, { recursive: true });
  });
});
