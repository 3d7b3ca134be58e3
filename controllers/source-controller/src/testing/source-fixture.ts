import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { inspect } from 'node:util';
import { fluxCustomResourceDefinitions, type GitRepository, type GitRepositorySpec } from '@flux19/api';
import { administrator, createApiServer } from '@flux19/apiserver';
import { type ArtifactStore, createArtifactStore } from '@flux19/artifacts';
import {
  createGitClient,
  createGitRepositories,
  createGitServer,
  type GitAccess,
  type GitVerdict,
  type NewCommit,
  repositoriesIn,
} from '@flux19/git';
import { type CloudLogins, createKubeClient, type KubeClient, SharedCaches } from '@flux19/kube';
import { type Listener, listen } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import { type Handler, systemClock } from '@flux19/ports';
import { createEventRecorder, createMetrics, type EventRecorder, type Logger, Manager } from '@flux19/runtime';
import { createSourceController } from '../create-source-controller.ts';

/** A request to the API server, as `METHOD path`. */
type Call = string;

export interface SourceFixtureOptions {
  readonly authorize?: (access: GitAccess) => Promise<GitVerdict>;
  readonly cloudLogins?: CloudLogins;
}

/** The controller on an API server in this process, with a git server on a loopback port. */
export interface SourceFixture {
  readonly client: KubeClient;
  readonly store: ArtifactStore;
  readonly listener: Listener;
  readonly manager: Manager;
  readonly recorder: EventRecorder;
  readonly signal: AbortSignal;
  /** Requests to the API server so far. */
  readonly calls: Call[];
  /** Requests to the git server so far. */
  readonly gitCalls: Call[];
  /** Everything that was logged, as one text. */
  logs(): string;
  urlOf(repository: string): string;
  /** The folder of a served repository. */
  folderOf(repository: string): string;
  commit(repository: string, changes: Record<string, string | undefined>, more?: Partial<NewCommit>): Promise<string>;
  /** Creates a GitRepository in the namespace `apps`. */
  create(name: string, spec: Partial<GitRepositorySpec>): Promise<void>;
  secret(name: string, data: Record<string, string>): Promise<void>;
  /** Changes the spec of a GitRepository by a merge patch. */
  change(name: string, spec: Record<string, unknown>): Promise<void>;
  /** Asks for a pass and waits until it is over. */
  request(name: string): Promise<GitRepository>;
  get(name: string): Promise<GitRepository>;
  /** Waits until an object is as wanted; fails with its status after ten seconds. */
  until(name: string, isAsWanted: (object: GitRepository) => boolean): Promise<GitRepository>;
  /** Messages of the events of an object, with their reason in front. */
  events(name: string): Promise<string[]>;
  /** Where a path of the store lies on the disk. */
  fileOf(path: string): string;
  /** Texts of the files of an object's artifact. */
  files(name: string): Promise<Record<string, string>>;
  close(): Promise<void>;
}

const kind = { apiVersion: 'source.toolkit.fluxcd.io/v1', kind: 'GitRepository' } as const;
const namespace = 'apps';

/** Starts everything. The environment of the test process says where git is. */
export async function startSourceFixture(options: SourceFixtureOptions = {}): Promise<SourceFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-source-'));
  const aborter = new AbortController();
  const { signal } = aborter;
  const calls: Call[] = [];
  const gitCalls: Call[] = [];

  const api = createApiServer({ clock: systemClock });
  const client = createKubeClient({ fetch: noting(api.as(administrator), calls), server: 'http://cluster.local' });
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();

  const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: folder };
  const repositories = createGitRepositories(program);
  const root = join(folder, 'served');
  await repositories.create(join(root, 'empty.git'));
  const { authorize, cloudLogins } = options;
  const folderOf = repositoriesIn(root);
  const server = createGitServer({ ...program, folderOf, ...(authorize === undefined ? {} : { authorize }) });
  const listener = await listen({ handler: noting(server.fetch, gitCalls) });

  const lines: string[] = [];
  const log = collectingLogger(lines);
  const store = createArtifactStore({
    folder: join(folder, 'artifacts'),
    advertisedAddress: 'store',
    clock: systemClock,
  });
  const git = createGitClient({ ...program, cacheFolder: join(folder, 'cache') });
  const recorder = createEventRecorder({ client, controller: 'source-controller', instance: 'test', log });
  const metrics = createMetrics();
  const caches = new SharedCaches({ client, signal });
  const manager = new Manager({ client, caches, log, metrics, minRetryDelayMs: 20, maxRetryDelayMs: 100 });
  const parts = {
    client,
    caches,
    store,
    git,
    recorder,
    clock: systemClock,
    random: () => 0.5,
    dependencyRequeueMs: 50,
    ...(cloudLogins === undefined ? {} : { cloudLogins }),
  };
  manager.add(await createSourceController(parts, signal));
  const running = manager.run(signal);
  let commits = 0;
  let requests = 0;

  const get = async (name: string) => (await client.get({ ...kind, namespace, name }, signal)) as GitRepository;

  async function until(name: string, isAsWanted: (object: GitRepository) => boolean): Promise<GitRepository> {
    const deadline = Date.now() + 10_000;
    for (;;) {
      const object = await get(name);
      if (isAsWanted(object)) return object;
      if (Date.now() > deadline) throw new Error(`${name} did not become as wanted: ${JSON.stringify(object.status)}`);
      await wait(5);
    }
  }

  return {
    client,
    store,
    listener,
    manager,
    recorder,
    signal,
    calls,
    gitCalls,
    logs: () => lines.join('\n'),
    urlOf: (repository) => `${listener.url}/${repository}`,
    folderOf: (repository) => join(root, repository),
    async commit(repository, changes, more = {}) {
      const path = join(root, repository);
      await repositories.create(path);
      commits += 1;
      const author = { name: 'Ada', email: 'ada@example.org' };
      const when = Date.UTC(2026, 0, 1) + commits * 1000;
      const commit = {
        branch: 'main',
        message: `change ${commits}`,
        author,
        when,
        changes: new Map(Object.entries(changes)),
      };
      return repositories.commit(path, { ...commit, ...more }, signal);
    },
    async create(name, spec) {
      const metadata = { name, namespace };
      const full = { interval: '1h', url: '', ref: { branch: 'main' }, ...spec };
      await client.create({ ...kind, metadata, spec: full } as KubeObject, {}, signal);
    },
    async secret(name, data) {
      const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
      const metadata = { name, namespace };
      await client.create(
        { apiVersion: 'v1', kind: 'Secret', metadata, data: Object.fromEntries(encoded) },
        {},
        signal,
      );
    },
    async change(name, spec) {
      await client.patch({ ...kind, namespace, name }, { spec } as never, { type: 'merge' }, signal);
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
      const own = items.filter((event) => (event['involvedObject'] as { name: string }).name === name);
      return own.map((event) => `${String(event['reason'])}: ${String(event['message'])}`);
    },
    fileOf: (path) => join(folder, 'artifacts', path),
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
      git.close();
      api.close();
      await listener.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

function noting(handler: Handler, calls: Call[]): Handler {
  return (request) => {
    const { pathname, search } = new URL(request.url);
    calls.push(`${request.method} ${pathname}${search}`);
    return handler(request);
  };
}

/** Keeps everything as it is given, errors with all that hangs on them: nothing is masked here. */
function collectingLogger(lines: string[]): Logger {
  const add = (...parts: readonly unknown[]): void => void lines.push(inspect(parts, { depth: 10 }));
  const logger: Logger = { debug: add, info: add, error: add, with: () => logger };
  return logger;
}
