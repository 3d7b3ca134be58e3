import assert from 'node:assert/strict';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { listen } from '@flux19/listener';
import { printYaml } from '@flux19/yaml';
import { connect, namespaceOf } from './connect.ts';

const never = new AbortController().signal;
const folder = mkdtempSync(join(tmpdir(), 'flux19-connect-'));
writeFileSync(
  join(folder, 'config'),
  printYaml({
    'current-context': 'here',
    clusters: [{ name: 'c', cluster: { server: 'http://127.0.0.1:1' } }],
    users: [
      { name: 'jane', user: { token: 'of-jane' } },
      { name: 'joe', user: { token: 'of-joe' } },
    ],
    contexts: [{ name: 'here', context: { cluster: 'c', user: 'jane', namespace: 'team' } }],
  }),
);
const surroundings = { environment: {}, workingFolder: folder };

suite('connecting', () => {
  after(() => rmSync(folder, { recursive: true }));

  test('impersonates with uid and extras, each value in a header of its own', async () => {
    const seen: Record<string, string[]>[] = [];
    const server = createServer((request, response) => {
      seen.push(request.headersDistinct as Record<string, string[]>);
      response.end('{}');
    }).listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as AddressInfo;
    const flags = { as: 'joe', asUid: '7', asUserExtra: ['scopes=a', 'scopes=b', 'example.com/team=x=y'] };
    const client = connect({ kubeconfig: 'config', server: `http://127.0.0.1:${port}`, ...flags }, surroundings);
    await (await client.request('/version', {}, never)).text();
    server.close();
    server.closeAllConnections();
    const [headers] = seen;
    assert.deepEqual(headers?.['impersonate-uid'], ['7']);
    assert.deepEqual(headers?.['impersonate-extra-scopes'], ['a', 'b']);
    assert.deepEqual(headers?.['impersonate-extra-example.com%2fteam'], ['x=y']);
    assert.throws(
      () => connect({ kubeconfig: 'config', as: 'joe', asUserExtra: ['scopes'] }, surroundings),
      /key=value/,
    );
  });

  test('takes server, user and token of flags over those of the kubeconfig', async () => {
    const seen: (string | null)[] = [];
    const listener = await listen({
      handler: (request) => {
        seen.push(request.headers.get('authorization'));
        return Promise.resolve(Response.json({}));
      },
    });
    const server = listener.url;
    for (const flags of [{}, { user: 'joe' }, { token: 'of-the-flag' }]) {
      const client = connect({ kubeconfig: 'config', server, ...flags }, surroundings);
      await (await client.request('/version', {}, never)).text();
    }
    await listener.close();
    assert.deepEqual(seen, ['Bearer of-jane', 'Bearer of-joe', 'Bearer of-the-flag']);
  });

  test('needs no kubeconfig for a server that is named', () => {
    assert.equal(connect({ server: 'http://127.0.0.1:2/' }, surroundings).server, 'http://127.0.0.1:2');
  });

  test('knows the namespace of the context', () => {
    assert.equal(namespaceOf({ kubeconfig: 'config' }, surroundings), 'team');
    assert.equal(namespaceOf({}, { ...surroundings, environment: { KUBECONFIG: join(folder, 'config') } }), 'team');
  });
});
