import assert from 'node:assert/strict';
import { readFileSync, statSync } from 'node:fs';
import { request } from 'node:https';
import { after, before, suite, test } from 'node:test';
import { type ScratchFolder, scratchFolder } from '@flux19/processes';
import { parseYaml } from '@flux19/yaml';
import { type Flux19Process, startFlux19 } from './clients/start-flux19.ts';

interface Kubeconfig {
  readonly clusters: readonly {
    readonly cluster: { readonly server: string; readonly 'certificate-authority-data': string };
  }[];
  readonly users: readonly { readonly user: { readonly token: string } }[];
}

interface Answer {
  readonly code: number;
  readonly body: string;
}

suite('access to flux19 cluster', () => {
  let folder: ScratchFolder;
  let cluster: Flux19Process;
  let server: string;
  let authority: Buffer;
  let token: string;

  before(async () => {
    folder = scratchFolder();
    cluster = await startFlux19(['cluster', '--data', folder.path], folder.path);
    const kubeconfig = parseYaml(readFileSync(cluster.kubeconfig, 'utf8')) as unknown as Kubeconfig;
    const [entry] = kubeconfig.clusters;
    server = entry?.cluster.server ?? '';
    authority = Buffer.from(entry?.cluster['certificate-authority-data'] ?? '', 'base64');
    token = kubeconfig.users[0]?.user.token ?? '';
  });
  after(async () => {
    await cluster?.command.stop();
    folder.remove();
  });

  function ask(path: string, headers: Readonly<Record<string, string>>, ca = authority): Promise<Answer> {
    return new Promise((done, fail) => {
      const asked = request(
        new URL(path, server),
        { ca, headers, servername: 'localhost', timeout: 10_000 },
        (response) => {
          let body = '';
          response.setEncoding('utf8');
          response.on('data', (text: string) => {
            body += text;
          });
          response.once('end', () => done({ code: response.statusCode ?? 0, body }));
        },
      );
      asked.once('error', fail);
      asked.end();
    });
  }
  const bearer = (given: string) => ({ authorization: `Bearer ${given}` });

  test('lets in who has the token of the kubeconfig', async () => {
    assert.equal((await ask('/api/v1/namespaces', bearer(token))).code, 200);
  });

  test('answers 401 without a token and with a wrong one', async () => {
    const wrong = [{}, bearer('wrong'), bearer(''), bearer(token.slice(1)), { authorization: `Basic ${token}` }];
    for (const headers of wrong) {
      const { code, body } = await ask('/api/v1/namespaces', headers);
      assert.equal(code, 401);
      assert.match(body, /"reason":"Unauthorized"/);
    }
    for (const path of ['/apis', '/openapi/v3', '/api/v1/namespaces/kube-system/secrets', '/metrics', '/nothing']) {
      assert.equal((await ask(path, {})).code, 401, path);
    }
  });

  test('answers 403 to another Host and to another Origin, whoever asks', async () => {
    assert.equal((await ask('/api/v1/namespaces', { ...bearer(token), host: 'rebound.example.com' })).code, 403);
    assert.equal(
      (await ask('/api/v1/namespaces', { ...bearer(token), origin: 'https://elsewhere.example.com' })).code,
      403,
    );
  });

  test('speaks TLS only, with a certificate of the authority in the kubeconfig', async () => {
    await assert.rejects(fetch(server.replace('https:', 'http:')));
    await assert.rejects(ask('/api', bearer(token), Buffer.from('')), /certificate/);
  });

  test('listens on this machine only, and tells secrets to nobody but the owner of its files', () => {
    assert.match(server, /^https:\/\/127\.0\.0\.1:\d+$/);
    assert.equal(statSync(cluster.kubeconfig).mode & 0o077, 0);
    assert.ok(!cluster.command.err().includes(token));
    assert.ok(!cluster.command.out().includes(token));
  });

  test('ends in good order when it is told to', async () => {
    const other = await startFlux19(['cluster'], folder.path);
    await other.command.stop('SIGTERM');
    assert.throws(() => process.kill(other.command.pid, 0), /ESRCH/);
  });
});
