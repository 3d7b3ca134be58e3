import assert from 'node:assert/strict';
import { suite, test } from 'node:test';
import { createKubeClient } from '@flux19/kube';
import { runLine } from '../../testing/run-line.ts';

const lines = [
  'not JSON',
  '{"level":"info","ts":"2026-01-01T00:00:00.000Z","msg":"applied","controllerKind":"Kustomization","name":"app","namespace":"team"}',
  '{"level":"error","ts":"2026-01-01T00:00:01.000Z","msg":"failed","error":"no such host","controllerKind":"GitRepository","name":"code","namespace":"team"}',
  '{"level":"info","ts":"2026-01-01T00:00:02.000Z","msg":"started","namespace":""}',
  '{"level":"info","broken',
];

interface Asked {
  readonly logs: string[];
}

/** As much of an API server as logs need: one controller with one pod. */
function clientWithLogs(asked: Asked, logText: string) {
  const deployment = {
    metadata: { name: 'controllers', namespace: 'flux-system' },
    spec: { template: { metadata: { labels: { app: 'controllers' } } } },
  };
  const pod = { metadata: { name: 'controllers-1', namespace: 'flux-system' }, spec: { containers: [{}] } };
  const resources: Readonly<Record<string, unknown>> = {
    '/api': { kind: 'APIVersions', versions: ['v1'] },
    '/apis': {
      kind: 'APIGroupList',
      groups: [
        {
          name: 'apps',
          versions: [{ groupVersion: 'apps/v1', version: 'v1' }],
          preferredVersion: { groupVersion: 'apps/v1', version: 'v1' },
        },
      ],
    },
    '/api/v1': { kind: 'APIResourceList', groupVersion: 'v1', resources: [resource('pods', 'Pod')] },
    '/apis/apps/v1': {
      kind: 'APIResourceList',
      groupVersion: 'apps/v1',
      resources: [resource('deployments', 'Deployment')],
    },
    '/apis/apps/v1/namespaces/flux-system/deployments': list(deployment),
    '/api/v1/namespaces/flux-system/pods': list(pod),
  };
  return createKubeClient({
    server: 'http://cluster.test',
    fetch: (request) => {
      const { pathname, search } = new URL(request.url);
      if (pathname.endsWith('/log')) {
        asked.logs.push(search);
        return Promise.resolve(new Response(logText));
      }
      const body = resources[pathname];
      return Promise.resolve(body === undefined ? new Response('{}', { status: 404 }) : Response.json(body));
    },
  });
}

function resource(name: string, kind: string) {
  return { name, kind, singularName: '', namespaced: true, verbs: ['get', 'list', 'watch'] };
}

function list(item: unknown) {
  return { kind: 'List', apiVersion: 'v1', metadata: { resourceVersion: '1' }, items: [item] };
}

suite('logs', () => {
  const run = async (line: string) => {
    const asked: Asked = { logs: [] };
    const result = await runLine(line, { client: clientWithLogs(asked, `${lines.join('\n')}\n`) });
    return { ...result, asked };
  };

  test('shows the entries of a namespace, one line each, and passes over what is no entry', async () => {
    const { out } = await run('logs -n team');
    assert.equal(
      out,
      '2026-01-01T00:00:00.000Z info Kustomization/app.team - applied \n' +
        '2026-01-01T00:00:01.000Z error GitRepository/code.team - failed no such host\n',
    );
  });

  test('filters by level, kind and name', async () => {
    assert.match((await run('logs -A --level=error')).out, /^[^\n]*GitRepository\/code[^\n]*\n$/);
    assert.match((await run('logs -A --kind=kustomization --name=APP')).out, /^[^\n]*Kustomization\/app[^\n]*\n$/);
  });

  test('asks the API server for the wanted part only', async () => {
    const { asked } = await run('logs -A --tail=5 --since=2m');
    assert.deepEqual(asked.logs, ['?tailLines=5&sinceSeconds=120']);
  });

  test('refuses times that are none, and two times', async () => {
    assert.equal((await run('logs --since-time=XXX')).error, 'XXX is not a valid (RFC3339) time');
    assert.match((await run('logs --since=2m --since-time=2021-08-06T14:26:25.546Z')).error, /^at most one of/);
  });
});
