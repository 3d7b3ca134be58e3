import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { type Cluster, ProcessRuntime, startCluster, type UnpackImage } from '@flux19/cluster';
import type { KubeObject } from '@flux19/objects';
import { eventually, systemClock } from '@flux19/ports';
import { createLogger } from '@flux19/runtime';

const log = createLogger({ level: 'error', write: () => undefined });
const { signal } = new AbortController();

const server = `
import { createServer } from 'node:http';
const { HOST, PORT, PAGE } = process.env;
createServer((_, response) => response.end(PAGE)).listen(Number(PORT), HOST, () => console.log('listening'));
`;

/** Images whose name is their page: `registry.local/web:before` says "before". */
const unpack: UnpackImage = async (image, folder) => {
  if (image.endsWith(':missing')) throw new Error('manifest unknown');
  writeFileSync(join(folder, 'server.mjs'), server);
  return { Entrypoint: ['node', '/server.mjs'], Env: [`PAGE=${image.split(':')[1]}`] };
};

async function withCluster(story: (cluster: Cluster) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'flux19-processes-'));
  const podRuntime = new ProcessRuntime({
    trusts: (image) => image.startsWith('registry.local/'),
    unpack,
    folder,
    nodeProgram: process.execPath,
    searchPath: '',
    clock: systemClock,
    log,
  });
  const cluster = await startCluster({ log, podRuntime });
  try {
    await story(cluster);
  } finally {
    await cluster.close();
    rmSync(folder, { recursive: true });
  }
}

function deployment(image: string, replicas = 2): KubeObject {
  const container = {
    name: 'web',
    image,
    ports: [{ name: 'http', containerPort: 18_080 }],
    readinessProbe: { httpGet: { path: '/', port: 'http' } },
  };
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'default' },
    spec: {
      replicas,
      selector: { matchLabels: { app: 'web' } },
      template: { metadata: { labels: { app: 'web' } }, spec: { containers: [container] } },
    },
  };
}

const service: KubeObject = {
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name: 'web', namespace: 'default' },
  spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 18_081, targetPort: 'http' }] },
};

async function page({ client }: Cluster): Promise<string> {
  const live = await client.get({ apiVersion: 'v1', kind: 'Service', namespace: 'default', name: 'web' }, signal);
  const { loadBalancer } = live['status'] as {
    readonly loadBalancer: { readonly ingress: readonly { readonly ip: string }[] };
  };
  const response = await fetch(`http://${loadBalancer.ingress[0]?.ip}:18081/`, { headers: { connection: 'close' } });
  return response.text();
}

suite('ProcessRuntime', {
  skip: process.platform !== 'linux' && 'Pods have loopback addresses of their own on Linux only',
}, () => {
  test('runs Pods as processes behind a Service that answers, and rolls out another image', () =>
    withCluster(async (cluster) => {
      const { client } = cluster;
      const roll = (image: string) => client.apply(deployment(image), { fieldManager: 'test', force: true }, signal);
      await roll('registry.local/web:before');
      await client.create(service, {}, signal);
      await eventually(async () => assert.equal(await page(cluster), 'before'));
      await roll('registry.local/web:after');
      await eventually(async () => {
        const answers = await Promise.all([page(cluster), page(cluster), page(cluster), page(cluster)]);
        assert.deepEqual(answers, Array(4).fill('after'));
      });
      const { items } = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' }, signal);
      const name = items.at(-1)?.metadata.name ?? '';
      const logs = await client.request(`/api/v1/namespaces/default/pods/${name}/log`, {}, signal);
      assert.equal(await logs.text(), 'listening\n');
    }));

  test('reports an image that cannot be had, and leaves other images to the simulation', () =>
    withCluster(async ({ client }) => {
      await client.create(deployment('registry.local/web:missing', 1), {}, signal);
      await eventually(async () => {
        const { items } = await client.list({ apiVersion: 'v1', kind: 'Pod' }, { namespace: 'default' }, signal);
        const status = items[0]?.['status'] as { readonly containerStatuses?: readonly { readonly state: object }[] };
        assert.deepEqual(status.containerStatuses?.[0]?.state, {
          waiting: { reason: 'ImagePullBackOff', message: 'manifest unknown' },
        });
      });
      await client.apply(deployment('nginx:1'), { fieldManager: 'test', force: true }, signal);
      await eventually(async () => {
        const live = await client.get(
          { apiVersion: 'apps/v1', kind: 'Deployment', namespace: 'default', name: 'web' },
          signal,
        );
        assert.equal((live['status'] as { readonly updatedReplicas?: number }).updatedReplicas, 2);
      });
    }));
});
