import assert from 'node:assert/strict';
import { after, before, suite, test } from 'node:test';
import { type Cluster, startCluster } from '@flux19/cluster';
import type { KubeObject } from '@flux19/objects';
import { systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';
import { runLine } from '../testing/run-line.ts';
import { installFlux } from './install-flux.ts';
import { StandIns } from './stand-ins.ts';

const never = new AbortController().signal;

suite('stand-ins for the controllers', () => {
  let cluster: Cluster;
  let standIns: StandIns;
  before(async () => {
    const silent = createLogger({ level: 'error', write: () => undefined });
    standIns = new StandIns(silent, systemClock);
    cluster = await startCluster({ log: silent, podLogs: standIns.podLogs });
    await installFlux(cluster.client, 'flux-system', never);
    await standIns.publish(cluster.client, 'flux-system', never);
    const about = { controllerKind: 'Kustomization', name: 'app', namespace: 'flux-system' };
    standIns.log.with(about).info('server-side apply completed', { revision: 'main@sha1:1' });
    standIns.log.with({ ...about, controllerKind: 'GitRepository' }).error('cannot clone', new Error('no such host'));
  });
  after(() => cluster.close());

  const run = (line: string) => runLine(line, { client: cluster.client });

  test('check finds everything in order', async () => {
    const { code, output } = await run('check');
    assert.equal(code, 0, output);
    assert.match(output, /✔ distribution: flux-v2\.9\.4\n/);
    assert.match(output, /✔ kustomize-controller: deployment ready\n► fluxcd\/kustomize-controller:v1\.9\.4\n/);
    assert.match(output, /✔ gitrepositories\.source\.toolkit\.fluxcd\.io\/v1\n/);
    assert.match(output, /✔ all checks passed\n$/);
  });

  test('version tells the versions of the controllers', async () => {
    const { out } = await run('version');
    assert.match(out, /^flux: v2\.9\.4\ndistribution: flux-v2\.9\.4\n/);
    assert.match(out, /^source-controller: v1\.9\.4$/m);
  });

  test('logs come from the controllers that wrote them', async () => {
    const { out } = await run('logs -A');
    assert.match(out, /info Kustomization\/app\.flux-system - server-side apply completed \n/);
    assert.match(out, /error GitRepository\/app\.flux-system - cannot clone no such host\n/);
    assert.equal(await podLog('kustomize-controller', 'tailLines=0'), '');
    assert.match(await podLog('kustomize-controller', 'tailLines=1&timestamps=true'), /^\S+Z \{.*"msg":"server-side/);
    assert.equal((await podLog('source-controller', 'limitBytes=10')).length, 10);
    assert.equal(await podLog('source-controller', 'sinceTime=2100-01-01T00:00:00Z'), '');
  });

  test('a log that is followed goes on', async () => {
    const gone = new AbortController();
    const answer = await cluster.client.request(
      `${await podPath('source-controller')}/log?follow=true`,
      {},
      gone.signal,
    );
    const reader = answer.body?.getReader();
    await reader?.read();
    standIns.log.info('one more');
    const { value } = (await reader?.read()) ?? {};
    assert.match(Buffer.from(value ?? []).toString(), /"msg":"one more"/);
    await reader?.cancel();
    gone.abort();
  });

  async function podPath(component: string): Promise<string> {
    const selection = { namespace: 'flux-system', labelSelector: `app=${component}` };
    const find = async (): Promise<KubeObject | undefined> =>
      (await cluster.client.list({ apiVersion: 'v1', kind: 'Pod' }, selection, never)).items[0];
    const pod = await find();
    return `/api/v1/namespaces/flux-system/pods/${pod?.metadata.name}`;
  }

  async function podLog(component: string, query: string): Promise<string> {
    const answer = await cluster.client.request(`${await podPath(component)}/log?${query}`, {}, never);
    return answer.text();
  }
});
