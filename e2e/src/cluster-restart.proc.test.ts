import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { after, before, suite, test } from 'node:test';
import {
  ApiError,
  createKubeClient,
  type KubeClient,
  type KubeConnection,
  loadKubeconfig,
  ObjectCache,
} from '@flux19/kube';
import type { KubeObject } from '@flux19/objects';
import { eventually } from '@flux19/ports';
import { freePort, type ScratchFolder, scratchFolder } from '@flux19/processes';
import { type Flux19Process, startFlux19 } from './clients/start-flux19.ts';

const configMaps = { apiVersion: 'v1', kind: 'ConfigMap' } as const;
const rounds = 3;
const writers = 8;
const writesBeforeKill = 150;

const written = (object: KubeObject): number => Number((object['data'] as { count: string }).count);

suite('flux19 cluster --data', () => {
  const { signal } = new AbortController();
  let folder: ScratchFolder;
  let port: string;
  let cluster: Flux19Process;
  let connection: KubeConnection;
  let client: KubeClient;

  before(async () => {
    folder = scratchFolder();
    port = await freePort();
    await start();
    connection = loadKubeconfig({ file: cluster.kubeconfig });
    client = createKubeClient(connection);
  });
  after(async () => {
    await connection?.close();
    await cluster?.command.stop();
    folder.remove();
  });

  async function start(): Promise<void> {
    cluster = await startFlux19(['cluster', '--data', folder.path], folder.path, port);
  }

  /** Counts up in one ConfigMap until the server is gone; notes the last number that was answered. */
  async function countUp(name: string, answered: Map<string, number>, killed: AbortSignal): Promise<void> {
    for (let count = (answered.get(name) ?? 0) + 1; !killed.aborted; count += 1) {
      const object = { ...configMaps, metadata: { name, namespace: 'default' }, data: { count: `${count}` } };
      try {
        await client.apply(object, { fieldManager: 'e2e', force: true }, killed);
      } catch {
        return;
      }
      answered.set(name, count);
    }
  }

  async function writeUntilKilled(answered: Map<string, number>): Promise<void> {
    const killed = new AbortController();
    const total = () => [...answered.values()].reduce((sum, count) => sum + count, 0);
    const enough = total() + writesBeforeKill;
    const names = Array.from({ length: writers }, (_, i) => `counter-${i}`);
    const all = Promise.all(names.map((name) => countUp(name, answered, killed.signal)));
    await eventually(() => assert.ok(total() > enough));
    process.kill(cluster.command.pid, 'SIGKILL');
    await cluster.command.stop();
    killed.abort();
    await all;
  }

  test('loses nothing that it answered when it is killed in the middle of writes, and its clients go on', async () => {
    const kubeconfig = readFileSync(cluster.kubeconfig, 'utf8');
    const answered = new Map<string, number>();
    const stop = new AbortController();
    const cache = new ObjectCache({ client, resource: configMaps, namespace: 'default' });
    const running = cache.run(AbortSignal.any([signal, stop.signal]));
    await cache.ready(signal);
    for (let round = 0; round < rounds; round += 1) {
      await writeUntilKilled(answered);
      await start();
      assert.equal(readFileSync(cluster.kubeconfig, 'utf8'), kubeconfig);
      const { items } = await client.list(configMaps, { namespace: 'default' }, signal);
      const kept = new Map(items.map((object) => [object.metadata.name, object]));
      for (const [name, count] of answered) {
        const found = kept.get(name);
        assert.ok(found !== undefined && written(found) >= count, `${name}: ${count} was answered`);
        answered.set(name, written(found));
      }
      await eventually(() => {
        for (const [name, count] of answered) {
          const seen = cache.get('default', name);
          assert.equal(seen === undefined ? undefined : written(seen), count, name);
        }
      });
    }
    stop.abort();
    await running;
  });

  test('never lets a watch from before a restart wait for what it will not tell', async () => {
    const { resourceVersion } = await client.list(configMaps, { namespace: 'default' }, signal);
    await client.create({ ...configMaps, metadata: { name: 'between', namespace: 'default' } }, {}, signal);
    await cluster.command.stop('SIGKILL');
    await start();
    const patience = AbortSignal.timeout(20_000);
    const watch = async () => {
      for await (const event of client.watch(configMaps, { namespace: 'default', resourceVersion }, patience))
        return event;
      return undefined;
    };
    // Either everything since then is told, or the client is told to list again.
    await watch().then(
      (event) => assert.equal(event?.type === 'ADDED' ? event.object.metadata.name : '', 'between'),
      (thrown) => assert.equal(thrown instanceof ApiError ? thrown.code : thrown, 410),
    );
  });

  test('gives resource versions that only grow', async () => {
    const versions: number[] = [];
    for (const name of ['first', 'second']) {
      const created = await client.create({ ...configMaps, metadata: { name, namespace: 'default' } }, {}, signal);
      versions.push(Number(created.metadata.resourceVersion));
      await cluster.command.stop('SIGKILL');
      await start();
    }
    assert.ok((versions[0] ?? 0) < (versions[1] ?? 0), versions.join());
  });
});
