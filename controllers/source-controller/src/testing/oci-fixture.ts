import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inspect } from 'node:util';
import { fluxCustomResourceDefinitions, type OciRepository, type OciRepositorySpec } from '@flux19/api';
import { administrator, createApiServer } from '@flux19/apiserver';
import { type ArchiveEntry, type ArtifactStore, createArtifactStore, writeArchive } from '@flux19/artifacts';
import { createKubeClient, type KubeClient, SharedCaches, type WorkloadIdentityRules } from '@flux19/kube';
import type { JsonObject, KubeObject } from '@flux19/objects';
import type { CloudCredentials } from '@flux19/oci';
import {
  buildArtifact,
  createMemoryStorage,
  createOciClient,
  createRegistry,
  type Descriptor,
  type OciClient,
  parseReference,
  pushImage,
  type RegistryAccess,
  type RegistryConnectionOptions,
  type RegistryVerdict,
} from '@flux19/oci';
import { eventually, type Handler, systemClock } from '@flux19/ports';
import { createEventRecorder, createMetrics, type Logger, Manager } from '@flux19/runtime';
import { createOciRepositoryController } from '../create-oci-repository-controller.ts';
import { repositoriesWithImage } from '../oci-repository/dependants.ts';

/** What a test decides. */
export interface OciFixtureOptions {
  readonly authorize?: (access: RegistryAccess) => Promise<RegistryVerdict>;
  /** Sees requests before the registry; undefined lets them pass. */
  readonly intercept?: (request: Request) => Promise<Response | undefined>;
  readonly cloudCredentials?: CloudCredentials;
  readonly workloadIdentity?: WorkloadIdentityRules;
}

/** The controller on an API server in this process, with a registry called `registry.test` in it. */
export interface OciFixture {
  readonly client: KubeClient;
  readonly store: ArtifactStore;
  /** Pushes past every rule. */
  readonly registry: OciClient;
  readonly signal: AbortSignal;
  /** Requests to the registry so far. */
  readonly calls: string[];
  /** How the registry was reached. */
  readonly connections: RegistryConnectionOptions[];
  logs(): string;
  fileOf(path: string): string;
  /** Pushes files as `flux push artifact` does; gives the manifest. */
  push(
    reference: string,
    files: Readonly<Record<string, string>> | readonly (readonly [string, string])[],
    more?: PushedMore,
  ): Promise<Descriptor>;
  create(name: string, spec: Partial<OciRepositorySpec>): Promise<void>;
  /** Creates any object in the namespace. */
  put(object: JsonObject): Promise<void>;
  secret(name: string, data: Readonly<Record<string, string>>): Promise<void>;
  change(name: string, spec: JsonObject): Promise<void>;
  request(name: string): Promise<OciRepository>;
  get(name: string): Promise<OciRepository>;
  until(name: string, isAsWanted: (object: OciRepository) => boolean): Promise<OciRepository>;
  events(name: string): Promise<string[]>;
  files(name: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

interface PushedMore {
  readonly source?: string;
  readonly revision?: string;
  readonly annotations?: Readonly<Record<string, string>>;
}

const kind = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'OCIRepository' } as const;
const namespace = 'apps';

/** Starts everything. */
export async function startOciFixture(options: OciFixtureOptions = {}): Promise<OciFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-oci-'));
  const aborter = new AbortController();
  const { signal } = aborter;
  const lines: string[] = [];
  const log = collectingLogger(lines);

  const api = createApiServer({ clock: systemClock });
  const client = createKubeClient({ fetch: api.as(administrator), server: 'http://cluster.local' });
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();

  const storage = createMemoryStorage();
  const { authorize, intercept, cloudCredentials, workloadIdentity } = options;
  const guarded = createRegistry({ storage, clock: systemClock, ...(authorize === undefined ? {} : { authorize }) });
  const calls: string[] = [];
  const connections: RegistryConnectionOptions[] = [];
  const fetch: Handler = async (request) => {
    const { pathname } = new URL(request.url);
    calls.push(`${request.method} ${pathname}`);
    return (await intercept?.(request)) ?? guarded.fetch(request);
  };

  const store = createArtifactStore({
    folder: join(folder, 'artifacts'),
    advertisedAddress: 'store',
    clock: systemClock,
  });
  const recorder = createEventRecorder({ client, controller: 'source-controller', instance: 'test', log });
  const caches = new SharedCaches({ client, signal });
  const manager = new Manager({
    client,
    caches,
    log,
    metrics: createMetrics(),
    minRetryDelayMs: 20,
    maxRetryDelayMs: 100,
  });
  manager.add(
    createOciRepositoryController({
      client,
      store,
      recorder,
      clock: systemClock,
      random: () => 0.5,
      connect(used) {
        connections.push(used);
        return { fetch, close: async () => undefined };
      },
      ...(cloudCredentials === undefined ? {} : { cloudCredentials }),
      ...(workloadIdentity === undefined ? {} : { workloadIdentity }),
    }),
  );
  const own = (await caches.acquire(kind, {}, signal)).cache;
  const open = createRegistry({
    storage,
    clock: systemClock,
    onPush({ repository }) {
      const isMeant = (name: { readonly repository: string }): boolean => name.repository === repository;
      for (const key of repositoriesWithImage(own, isMeant)) manager.enqueue('ocirepository', key);
    },
  });
  const registry = createOciClient({ fetch: open.fetch, clock: systemClock, random: () => 0.5 });
  const running = manager.run(signal);
  let requests = 0;
  let archives = 0;

  const get = async (name: string) => (await client.get({ ...kind, namespace, name }, signal)) as OciRepository;

  async function until(name: string, isAsWanted: (object: OciRepository) => boolean): Promise<OciRepository> {
    let found: OciRepository | undefined;
    await eventually(async () => {
      const object = await get(name);
      if (!isAsWanted(object)) throw new Error(`${name} did not become as wanted: ${JSON.stringify(object.status)}`);
      found = object;
    });
    return found ?? get(name);
  }

  return {
    client,
    store,
    registry,
    signal,
    calls,
    connections,
    logs: () => lines.join('\n'),
    fileOf: (path) => join(folder, 'artifacts', path),
    async push(
      reference,
      files,
      { source = 'https://example.org/repo', revision = 'main@sha1:1', annotations = {} } = {},
    ) {
      archives += 1;
      const file = join(folder, `${archives}.tar.gz`);
      await writeArchive(file, entriesOf(files), signal);
      const content = await readFile(file);
      const artifact = { content, created: '2026-01-01T00:00:00Z', source, revision, annotations };
      return pushImage(registry, parseReference(`registry.test/${reference}`), buildArtifact(artifact), signal);
    },
    async create(name, spec) {
      const full = { interval: '1h', url: 'oci://registry.test/team/app', ...spec };
      await client.create({ ...kind, metadata: { name, namespace }, spec: full } as KubeObject, {}, signal);
    },
    async put(object) {
      await client.create(object as unknown as KubeObject, {}, signal);
    },
    async secret(name, data) {
      const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
      const secret = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        data: Object.fromEntries(encoded),
      };
      await client.create(secret, {}, signal);
    },
    async change(name, spec) {
      await client.patch({ ...kind, namespace, name }, { spec }, { type: 'merge' }, signal);
    },
    async request(name) {
      requests += 1;
      const token = `request-${requests}`;
      const metadata = { annotations: { 'reconcile.fluxcd.io/requestedAt': token } };
      await client.patch({ ...kind, namespace, name }, { metadata }, { type: 'merge' }, signal);
      return until(name, ({ status }) => status?.lastHandledReconcileAt === token);
    },
    get,
    until,
    async events(name) {
      await recorder.flush(new AbortController().signal);
      const { items } = await client.list({ apiVersion: 'v1', kind: 'Event' }, { namespace }, signal);
      const mine = items.filter((event) => (event['involvedObject'] as { name: string }).name === name);
      return mine.map((event) => `${String(event['type'])} ${String(event['reason'])}: ${String(event['message'])}`);
    },
    async files(name) {
      const { status } = await get(name);
      if (status?.artifact === undefined) throw new Error(`${name} has no artifact`);
      const tree = await store.open(status.artifact, signal);
      return Object.fromEntries(
        tree.files().map((path) => [path, Buffer.from(tree.readFile(path) ?? []).toString('utf8')]),
      );
    },
    async close() {
      aborter.abort(new Error('the test is over'));
      await running;
      api.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function entriesOf(files: Readonly<Record<string, string>> | readonly (readonly [string, string])[]): ArchiveEntry[] {
  const pairs = Array.isArray(files) ? (files as readonly (readonly [string, string])[]) : Object.entries(files);
  return pairs.map(([path, text]) => ({
    kind: 'file',
    path,
    isExecutable: false,
    content: Buffer.from(text),
  }));
}

/** Keeps everything as it is given, errors with all that hangs on them: nothing is masked here. */
function collectingLogger(lines: string[]): Logger {
  const add = (...parts: readonly unknown[]): void => void lines.push(inspect(parts, { depth: 10 }));
  const logger: Logger = { debug: add, info: add, error: add, with: () => logger };
  return logger;
}
