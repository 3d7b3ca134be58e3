import assert from 'node:assert/strict';
import { once } from 'node:events';
import type { IncomingMessage } from 'node:http';
import { type RequestOptions, request } from 'node:https';
import { connect } from 'node:net';
import { networkInterfaces } from 'node:os';
import { after, before, suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';

const configMaps = '/api/v1/namespaces/default/configmaps';
const limitBytes = 3 * 1024 * 1024;

suite('a cluster that listens', () => {
  let cluster: Cluster;
  let url = '';
  let ca = '';

  before(async () => {
    cluster = await startCluster({ authorization: 'RBAC' });
    url = (await cluster.listen()).url;
    const data = /certificate-authority-data: (.*)/.exec(cluster.kubeconfigFor(url))?.[1] ?? '';
    ca = Buffer.from(data, 'base64').toString();
  });
  after(() => cluster.close());

  interface Asked extends RequestOptions {
    readonly body?: string;
    /** Sent in pieces, without saying how much it will be. */
    readonly isChunked?: boolean;
  }

  async function ask(path: string, { body, isChunked, headers, ...options }: Asked = {}) {
    const length = body === undefined || isChunked === true ? {} : { 'content-length': Buffer.byteLength(body) };
    const own = { authorization: `Bearer ${cluster.token}`, 'content-type': 'application/json', ...length };
    const call = request(`${url}${path}`, {
      ca,
      agent: false,
      checkServerIdentity: () => undefined,
      headers: { ...own, ...headers },
      ...options,
    });
    // The server answers, and closes, before it has read what is too much.
    const broken = once(call, 'error');
    call.end(body);
    const [answer] = (await Promise.race([
      once(call, 'response'),
      broken.then(([error]) => Promise.reject(error)),
    ])) as [IncomingMessage];
    broken.catch(() => undefined);
    let text = '';
    answer.setEncoding('utf8');
    for await (const part of answer) text += part;
    return { code: answer.statusCode, text };
  }

  test('takes nobody without a token or certificate that it knows', async () => {
    for (const authorization of ['', 'Bearer ', 'Bearer guess', `Basic ${cluster.token}`, `Bearer ${cluster.token}x`]) {
      const { code, text } = await ask(configMaps, { headers: { authorization } });
      assert.deepEqual([code, JSON.parse(text).reason], [401, 'Unauthorized'], authorization);
    }
    assert.equal((await ask('/version', { headers: { authorization: '' } })).code, 401);
    assert.equal((await ask('/flux19.io/faults', { headers: { authorization: '' } })).code, 401);
    assert.equal((await ask(configMaps)).code, 200);
  });

  test('is reached by no other address than the loopback', async (t) => {
    assert.match(url, /^https:\/\/127\.0\.0\.1:/);
    const addresses = Object.values(networkInterfaces()).flat();
    const other = addresses.find((one) => one?.internal === false && one.family === 'IPv4');
    if (other === undefined) return t.skip('skipped: this machine has no other address');
    const socket = connect(Number(new URL(url).port), other.address);
    await assert.rejects(once(socket, 'connect'), /ECONNREFUSED/);
  });

  test('answers to no other host, and to no page of another origin', async () => {
    const host = await ask(configMaps, { headers: { host: 'evil.example' } });
    assert.deepEqual([host.code, host.text], [403, 'host "evil.example" is not served here\n']);
    const origin = await ask(configMaps, { headers: { origin: 'https://evil.example' } });
    assert.equal(origin.code, 403);
  });

  test('takes bodies of 3 MiB and no more, whether their length is announced or not', async () => {
    const body = JSON.stringify({ metadata: { name: 'large' }, data: { a: 'x'.repeat(limitBytes) } });
    for (const isChunked of [false, true]) {
      const { code, text } = await ask(configMaps, { method: 'POST', body, isChunked });
      assert.deepEqual([code, JSON.parse(text).message], [413, `Request entity too large: limit is ${limitBytes}`]);
    }
    const fitting = JSON.stringify({ metadata: { name: 'fits' }, data: { a: 'x'.repeat(900_000) } });
    assert.equal((await ask(configMaps, { method: 'POST', body: fitting, isChunked: true })).code, 201);
  });

  test('refuses bodies that nest too deep', async () => {
    const deep = (open: string, close: string): string => open.repeat(20_000) + close.repeat(20_000);
    const types = [
      'application/json',
      'application/yaml',
      'application/apply-patch+yaml',
      'application/merge-patch+json',
    ];
    for (const type of types) {
      for (const body of [deep('[', ']'), deep('{"a":', '}'), `{"metadata":{"name":"a"},"data":${deep('[', ']')}}`]) {
        const isPatch = type.includes('patch');
        const path = isPatch ? `${configMaps}/a?fieldManager=test` : configMaps;
        const { code } = await ask(path, {
          method: isPatch ? 'PATCH' : 'POST',
          body,
          headers: { 'content-type': type },
        });
        assert.ok(code !== undefined && code >= 400 && code < 500, `${type}: ${code}`);
      }
    }
    assert.equal((await ask(configMaps)).code, 200);
  });

  test('takes headers of a bounded size', async () => {
    // The server may close before all of it has been sent.
    const asked = ask(configMaps, { headers: { 'x-large': 'x'.repeat(70_000) } });
    const code = await asked.then((answer) => answer.code).catch((error: NodeJS.ErrnoException) => error.code);
    assert.ok(code === 431 || code === 'ECONNRESET' || code === 'EPIPE', String(code));
    assert.equal((await ask(configMaps)).code, 200);
  });

  test('has no path to files and processes of the machine', async () => {
    const paths = [
      '/../../etc/passwd',
      '/%2e%2e/%2e%2e/etc/passwd',
      '/api/v1/namespaces/default/configmaps/..%2f..%2fetc%2fpasswd',
      '/openapi/v3/../../../etc/passwd',
      '/api/v1/nodes/flux19/proxy/logs/',
      '/logs/',
      '/debug/pprof/',
      '/flux19.io/snapshot/../../etc/passwd',
    ];
    for (const path of paths) {
      const { code, text } = await ask(path);
      assert.ok(code !== undefined && code >= 400 && code < 500, `${path}: ${code}`);
      assert.ok(!text.includes('root:'), path);
    }
    const pod = {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'app' },
      spec: { containers: [{ name: 'app', image: 'registry.example/app:1', command: ['cat', '/etc/passwd'] }] },
    };
    const pods = '/api/v1/namespaces/default/pods';
    assert.equal((await ask(pods, { method: 'POST', body: JSON.stringify(pod) })).code, 201);
    await cluster.settle();
    const log = await ask(`${pods}/app/log`);
    assert.ok(!log.text.includes('root:'));
    const run = await ask(`${pods}/app/exec?command=cat&command=/etc/passwd&stdout=1`, { method: 'POST' });
    assert.ok(run.code !== undefined && run.code >= 400 && run.code < 500, `${run.code} ${run.text}`);
  });
});
