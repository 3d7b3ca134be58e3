import { createHash } from 'node:crypto';
import { fluxCustomResourceDefinitions, groups, type Kustomization, type KustomizationSpec } from '@flux19/api';
import { type Artifact, ArtifactError, type ArtifactTree, createArtifactTree } from '@flux19/artifacts';
import type { CloudTokens } from '@flux19/cloud-identity';
import { type Cluster, startCluster } from '@flux19/cluster';
import type { GitClient } from '@flux19/git';
import { createKubeClient, type KubeClient, SharedCaches } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import { type Handler, systemClock } from '@flux19/ports';
import { createEventRecorder, createLogger, createMetrics, type FluxEvent, Manager } from '@flux19/runtime';
import { createKustomizeController } from '../kustomize-controller.ts';
import { defaultSettings, type KustomizeSettings } from '../settings.ts';
import type { ConnectByKubeconfig, ConnectByToken } from '../target/target-of.ts';

/** Files of a source by path. */
type FleetFiles = Readonly<Record<string, string | Uint8Array>>;

/** A cluster with the kustomize-controller, and sources whose files tests write directly. */
export interface Fleet {
  /** A client with all rights. */
  readonly client: KubeClient;
  readonly cluster: Cluster;
  readonly events: readonly FluxEvent[];
  /** What the controller has logged. */
  readonly logged: readonly string[];
  /** Gives the source `repo` of a namespace other files, as a new revision; returns the revision. */
  publish(files: FleetFiles, namespace?: string): Promise<string>;
  /** Creates a Kustomization that takes its files from `repo`. */
  create(name: string, spec?: Partial<KustomizationSpec>, namespace?: string): Promise<void>;
  /** Merges fields into the spec. */
  change(name: string, spec: Readonly<Record<string, unknown>>, namespace?: string): Promise<void>;
  get(name: string, namespace?: string): Promise<Kustomization>;
  /** Creates a namespace with a source `repo`, and a service account if it is named. */
  createTenant(namespace: string, serviceAccount?: string): Promise<void>;
  close(): Promise<void>;
}

export interface FleetOptions {
  readonly git?: GitClient;
  readonly fetch?: Handler;
  readonly connect?: ConnectByKubeconfig;
  readonly connectByToken?: ConnectByToken;
  readonly cloudTokens?: () => CloudTokens;
  /** Stands between the controller and its API server. */
  readonly intercept?: (server: Handler) => Handler;
}

const home = 'flux-system';
const { signal: never } = new AbortController();

export async function startFleet(
  settings: Partial<KustomizeSettings> = {},
  options: FleetOptions = {},
): Promise<Fleet> {
  const logged: string[] = [];
  const log = createLogger({ level: 'debug', write: (line) => logged.push(line) });
  const cluster = await startCluster({ log, authorization: 'RBAC' });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();
  const sources = new FleetSources(client);
  const events: FluxEvent[] = [];
  const own = clientOf(cluster, options);
  const caches = new SharedCaches({ client: own, signal });
  const notify = (event: FluxEvent): number => events.push(event);
  const manager = new Manager({ client: own, caches, log, metrics: createMetrics(), gracefulShutdownMs: 1_000 });
  const controller = await createKustomizeController(
    {
      client: own,
      caches,
      openArtifact: sources.open,
      recorder: createEventRecorder({ client: own, controller: 'kustomize-controller', instance: 'test', log, notify }),
      clock: systemClock,
      random: () => 0.5,
      settings: { ...defaultSettings, ...settings },
      sourceKinds: ['GitRepository'],
      connect: options.connect,
      connectByToken: options.connectByToken,
      cloudTokens: options.cloudTokens,
      git: options.git,
      fetch: options.fetch,
    },
    signal,
  );
  manager.add(controller);
  const running = manager.run(signal);
  const fleet: Fleet = {
    client,
    cluster,
    events,
    logged,
    publish: (files, namespace = home) => sources.publish(files, namespace),
    async create(name, spec = {}, namespace = home) {
      const { apiVersion, kind } = address(name, namespace);
      const defaults = { interval: '10m', prune: true, path: './', sourceRef: { kind: 'GitRepository', name: 'repo' } };
      const metadata = { name, namespace };
      await client.create({ apiVersion, kind, metadata, spec: { ...defaults, ...spec } }, {}, signal);
    },
    async change(name, spec, namespace = home) {
      await client.patch(address(name, namespace), { spec: spec as never }, { type: 'merge' }, signal);
    },
    get: async (name, namespace = home) => (await client.get(address(name, namespace), signal)) as Kustomization,
    createTenant: (namespace, serviceAccount) => createTenant(client, namespace, serviceAccount),
    async close() {
      stop.abort(new Error('the test is over'));
      await running;
      await cluster.close();
    },
  };
  await createTenant(client, home);
  return fleet;
}

/** The controller has a client of its own, so that what it sends can be told from what tests do. */
function clientOf({ client, fetch, token }: Cluster, { intercept = (server) => server }: FleetOptions): KubeClient {
  return createKubeClient({
    fetch: intercept(fetch),
    server: client.server,
    headers: { authorization: `Bearer ${token}` },
  });
}

/** Artifacts that no source-controller made. */
class FleetSources {
  readonly #client: KubeClient;
  readonly #trees = new Map<string, ArtifactTree>();
  #published = 0;

  constructor(client: KubeClient) {
    this.#client = client;
  }

  readonly open = async ({ digest }: Artifact): Promise<ArtifactTree> => {
    const tree = this.#trees.get(digest);
    if (tree === undefined) throw new ArtifactError('NotFound', 'artifact not found');
    return tree;
  };

  async publish(files: FleetFiles, namespace: string): Promise<string> {
    this.#published += 1;
    const n = this.#published;
    const hash = createHash('sha256');
    for (const [path, content] of Object.entries(files)) hash.update(`${path}\n`).update(content);
    const digest = `sha256:${hash.digest('hex')}`;
    const revision = `main@sha1:${String(n).padStart(40, '0')}`;
    const entries = Object.entries(files).map(
      ([path, content]) =>
        ({ kind: 'file', path, isExecutable: false, content: Buffer.from(content as string) }) as const,
    );
    this.#trees.set(digest, createArtifactTree(entries));
    const artifact = {
      digest,
      revision,
      path: `gitrepository/${namespace}/repo/${n}.tar.gz`,
      url: `http://source/gitrepository/${namespace}/repo/${n}.tar.gz`,
      lastUpdateTime: new Date().toISOString(),
    };
    const source = { apiVersion: `${groups.source}/v1`, kind: 'GitRepository', namespace, name: 'repo' };
    await this.#client.patch(source, { status: { artifact } }, { type: 'merge', subresource: 'status' }, never);
    return revision;
  }
}

async function createTenant(client: KubeClient, namespace: string, serviceAccount?: string): Promise<void> {
  const objects: KubeObject[] = [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } },
    {
      apiVersion: `${groups.source}/v1`,
      kind: 'GitRepository',
      metadata: { name: 'repo', namespace },
      spec: { interval: '1m', url: 'https://git.example/repo' },
    },
  ];
  if (serviceAccount !== undefined) {
    objects.push({ apiVersion: 'v1', kind: 'ServiceAccount', metadata: { name: serviceAccount, namespace } });
    objects.push({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'RoleBinding',
      metadata: { name: serviceAccount, namespace },
      roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'admin' },
      subjects: [{ kind: 'ServiceAccount', name: serviceAccount, namespace }],
    });
  }
  for (const object of objects) await client.create(object, {}, never);
}

function address(name: string, namespace: string) {
  return { apiVersion: `${groups.kustomize}/v1`, kind: 'Kustomization', namespace, name };
}

/** Status, reason and message of a condition in one line; empty when there is none. */
export function conditionText({ status }: Kustomization, type = 'Ready'): string {
  const found: Condition | undefined = status?.conditions?.find((condition) => condition.type === type);
  return found === undefined ? '' : `${found.status} ${found.reason}: ${found.message}`;
}
