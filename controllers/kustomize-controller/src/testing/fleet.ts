import { createHash } from 'node:crypto';
import { fluxCustomResourceDefinitions, groups, type Kustomization, type KustomizationSpec } from '@flux19/api';
import { type Artifact, ArtifactError, type ArtifactTree, createArtifactTree } from '@flux19/artifacts';
import { type Cluster, startCluster } from '@flux19/cluster';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { systemClock } from '@flux19/ports';
import { createEventRecorder, createLogger, createMetrics, type FluxEvent, Manager } from '@flux19/runtime';
import { createKustomizeController } from '../kustomize-controller.ts';
import { defaultSettings, type KustomizeSettings } from '../settings.ts';

/** A cluster with the kustomize-controller, and a source whose files tests write directly. */
export interface Fleet {
  readonly client: KubeClient;
  readonly cluster: Cluster;
  readonly events: readonly FluxEvent[];
  /** Gives the source other files, as a new revision; returns the revision. */
  publish(files: Readonly<Record<string, string | Uint8Array>>): Promise<string>;
  /** What the controller has logged. */
  readonly logged: readonly string[];
  create(name: string, spec?: Partial<KustomizationSpec>): Promise<void>;
  get(name: string): Promise<Kustomization>;
  close(): Promise<void>;
}

const namespace = 'flux-system';

export async function startFleet(settings: Partial<KustomizeSettings> = {}): Promise<Fleet> {
  const logged: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => logged.push(line) });
  const cluster = await startCluster({ log });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();
  const trees = new Map<string, ArtifactTree>();
  let published = 0;
  const events: FluxEvent[] = [];
  const caches = new SharedCaches({ client, signal });
  const notify = (event: FluxEvent): number => events.push(event);
  const manager = new Manager({ client, caches, log, metrics: createMetrics(), gracefulShutdownMs: 1_000 });
  const controller = await createKustomizeController(
    {
      client,
      caches,
      openArtifact: async ({ digest }: Artifact) => {
        const tree = trees.get(digest);
        if (tree === undefined) throw new ArtifactError('NotFound', 'artifact not found');
        return tree;
      },
      recorder: createEventRecorder({ client, controller: 'kustomize-controller', instance: 'test', log, notify }),
      clock: systemClock,
      random: () => 0.5,
      settings: { ...defaultSettings, ...settings },
      sourceKinds: ['GitRepository'],
    },
    signal,
  );
  manager.add(controller);
  const running = manager.run(signal);
  await createSource(client, signal);
  return {
    client,
    cluster,
    events,
    logged,
    async publish(files) {
      published += 1;
      const n = published;
      const digest = `sha256:${createHash('sha256').update(JSON.stringify(files)).digest('hex')}`;
      const revision = `main@sha1:${String(n).padStart(40, '0')}`;
      const encoder = new TextEncoder();
      const entries = Object.entries(files).map(
        ([path, text]) =>
          ({
            kind: 'file',
            path,
            isExecutable: false,
            content: typeof text === 'string' ? encoder.encode(text) : text,
          }) as const,
      );
      trees.set(digest, createArtifactTree(entries));
      const artifact = {
        digest,
        revision,
        path: `${n}.tar.gz`,
        url: `http://source/${n}.tar.gz`,
        lastUpdateTime: new Date().toISOString(),
      };
      const address = { apiVersion: `${groups.source}/v1`, kind: 'GitRepository', namespace, name: 'repo' };
      await client.patch(address, { status: { artifact } }, { type: 'merge', subresource: 'status' }, signal);
      return revision;
    },
    async create(name, spec = {}) {
      const { apiVersion, kind } = address(name);
      const defaults = { interval: '10m', prune: true, path: './', sourceRef: { kind: 'GitRepository', name: 'repo' } };
      await client.create(
        { apiVersion, kind, metadata: { name, namespace }, spec: { ...defaults, ...spec } },
        {},
        signal,
      );
    },
    get: async (name) => (await client.get(address(name), signal)) as Kustomization,
    async close() {
      stop.abort(new Error('the test is over'));
      await running;
      await cluster.close();
    },
  };
}

async function createSource(client: KubeClient, signal: AbortSignal): Promise<void> {
  const source: KubeObject = {
    apiVersion: `${groups.source}/v1`,
    kind: 'GitRepository',
    metadata: { name: 'repo', namespace },
    spec: { interval: '1m', url: 'https://git.example/repo' },
  };
  await client.create(source, {}, signal);
}

function address(name: string) {
  return { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization', namespace, name };
}

/** Status, reason and message of a condition in one line; empty when there is none. */
export function conditionText({ status }: Kustomization, type = 'Ready'): string {
  const found: Condition | undefined = status?.conditions?.find((condition) => condition.type === type);
  return found === undefined ? '' : `${found.status} ${found.reason}: ${found.message}`;
}
