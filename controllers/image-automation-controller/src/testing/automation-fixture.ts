import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fluxCustomResourceDefinitions, type ImageReference, type ImageUpdateAutomation } from '@flux19/api';
import { type Cluster, startCluster } from '@flux19/cluster';
import {
  createGitPublisher,
  createGitRepositories,
  createGitServer,
  type GitAccess,
  type GitVerdict,
  type NewCommit,
  readRevision,
  repositoriesIn,
} from '@flux19/git';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import { listen } from '@flux19/listener';
import type { Condition, KubeObject } from '@flux19/objects';
import { eventually, type Handler, systemClock } from '@flux19/ports';
import { createEventRecorder, createLogger, createMetrics, type FluxEvent, Manager } from '@flux19/runtime';
import { createImageAutomationController } from '../create-image-automation-controller.ts';

export interface AutomationFixtureOptions {
  readonly noCrossNamespaceRefs?: boolean;
  readonly authorize?: (access: GitAccess) => Promise<GitVerdict>;
  /** Sees requests to the git server before it does. */
  readonly intercept?: (request: Request) => Promise<Response | undefined>;
}

/** A cluster with the controller, and a git server on a loopback port. Policies are given their images directly. */
export interface AutomationFixture {
  readonly client: KubeClient;
  readonly cluster: Cluster;
  readonly events: readonly FluxEvent[];
  readonly lines: string[];
  readonly signal: AbortSignal;
  /** Paths of requests to the git server so far. */
  readonly calls: string[];
  /** A repository with these files on `main`, and a GitRepository for it. */
  repository(name: string, files: Readonly<Record<string, string>>, spec?: object): Promise<void>;
  /** Commits as a person would. */
  commit(name: string, files: Readonly<Record<string, string>>, more?: Partial<NewCommit>): Promise<string>;
  /** Makes a policy, or gives it another image. */
  policy(name: string, image: ImageReference, labels?: Readonly<Record<string, string>>): Promise<void>;
  automation(name: string, spec: object): Promise<void>;
  get(name: string): Promise<ImageUpdateAutomation>;
  /** Waits until the condition Ready reads as wanted. */
  until(name: string, wanted: string | RegExp, type?: string): Promise<ImageUpdateAutomation>;
  files(repository: string, revision?: string): Promise<Record<string, string>>;
  /** Hash of a revision, undefined when there is none. */
  head(repository: string, revision?: string): Promise<string | undefined>;
  folderOf(repository: string): string;
  request(name: string): Promise<void>;
  secret(name: string, data: Readonly<Record<string, string>>): Promise<void>;
  patch(kind: string, name: string, patch: object): Promise<void>;
  close(): Promise<void>;
}

const namespace = 'apps';
const apiVersions = new Map([['GitRepository', 'source.toolkit.fluxcd.io/v1']]);
const address = (kind: string, name: string) => ({
  apiVersion: apiVersions.get(kind) ?? 'image.toolkit.fluxcd.io/v1',
  kind,
  namespace,
  name,
});

export async function startAutomationFixture(options: AutomationFixtureOptions = {}): Promise<AutomationFixture> {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-automation-'));
  const lines: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void lines.push(line) });
  const cluster = await startCluster({ log });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();

  const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: folder };
  const repositories = createGitRepositories(program);
  const root = join(folder, 'served');
  await mkdir(root);
  const authorize = options.authorize ?? (async () => 'allowed' as const);
  const server = createGitServer({ ...program, folderOf: repositoriesIn(root), authorize });
  const calls: string[] = [];
  const handler: Handler = async (request) => {
    const { pathname, search } = new URL(request.url);
    calls.push(pathname + search);
    return (await options.intercept?.(request)) ?? server.fetch(request);
  };
  const listener = await listen({ handler });

  const events: FluxEvent[] = [];
  const git = createGitPublisher({ ...program, cacheFolder: join(folder, 'cache') });
  const caches = new SharedCaches({ client, signal });
  const notify = (event: FluxEvent): void => void events.push(event);
  const controller = await createImageAutomationController(
    {
      client,
      caches,
      git,
      program,
      recorder: createEventRecorder({
        client,
        controller: 'image-automation-controller',
        instance: 'test',
        log,
        notify,
      }),
      clock: systemClock,
      random: () => 0.5,
      noCrossNamespaceRefs: options.noCrossNamespaceRefs ?? false,
    },
    signal,
  );
  const delays = { minRetryDelayMs: 20, maxRetryDelayMs: 100, gracefulShutdownMs: 1000 };
  const manager = new Manager({ client, caches, log, metrics: createMetrics(), ...delays });
  manager.add(controller);
  const running = manager.run(signal);

  let commits = 0;
  let requests = 0;
  const folderOf = (name: string): string => join(root, `${name}.git`);
  const create = async (kind: string, name: string, spec: object, more: object = {}): Promise<void> => {
    const { apiVersion } = address(kind, name);
    const object = { apiVersion, kind, metadata: { name, namespace, ...more }, spec };
    await client.create(object as KubeObject, {}, signal);
  };
  const patch = async (kind: string, name: string, change: object, subresource?: 'status'): Promise<void> => {
    const more = subresource === undefined ? {} : { subresource };
    await client.patch(address(kind, name), change as never, { type: 'merge', ...more }, signal);
  };
  const get = async (name: string) =>
    (await client.get(address('ImageUpdateAutomation', name), signal)) as ImageUpdateAutomation;

  async function commit(name: string, files: Readonly<Record<string, string>>, more: Partial<NewCommit> = {}) {
    commits += 1;
    const author = { name: 'Ada', email: 'ada@example.org' };
    const when = Date.UTC(2026, 0, 1) + commits * 1000;
    const whole = {
      branch: 'main',
      message: `change ${commits}`,
      author,
      when,
      changes: new Map(Object.entries(files)),
    };
    return repositories.commit(folderOf(name), { ...whole, ...more }, signal);
  }

  return {
    client,
    cluster,
    events,
    lines,
    signal,
    calls,
    commit,
    get,
    folderOf,
    async repository(name, files, spec = {}) {
      await repositories.create(folderOf(name));
      await commit(name, files);
      const full = { url: `${listener.url}/${name}.git`, interval: '1h', ref: { branch: 'main' }, ...spec };
      await create('GitRepository', name, full);
    },
    async policy(name, image, labels = {}) {
      const known = await client.find(address('ImagePolicy', name), signal);
      const spec = { imageRepositoryRef: { name }, policy: { semver: { range: '*' } } };
      if (known === undefined) await create('ImagePolicy', name, spec, { labels });
      await patch('ImagePolicy', name, { status: { latestRef: image } }, 'status');
    },
    automation: (name, spec) =>
      create('ImageUpdateAutomation', name, {
        interval: '1h',
        sourceRef: { kind: 'GitRepository', name: 'fleet' },
        git: { commit: { author: { name: 'Flux', email: 'flux@example.org' } } },
        ...spec,
      }),
    async until(name, wanted, type = 'Ready') {
      let object = await get(name);
      await eventually(async () => {
        object = await get(name);
        const text = conditionText(object, type);
        const isAsWanted = typeof wanted === 'string' ? text === wanted : wanted.test(text);
        if (!isAsWanted) throw new Error(`the condition ${type} is '${text}' instead of '${wanted}'`);
      });
      return object;
    },
    async files(repository, revision = 'main') {
      const { files } = await readRevision(program, folderOf(repository), revision, signal);
      return Object.fromEntries([...files].map(([path, bytes]) => [path, Buffer.from(bytes).toString('utf8')]));
    },
    async head(repository, revision = 'main') {
      try {
        return (await readRevision(program, folderOf(repository), revision, signal)).commit;
      } catch {
        return undefined;
      }
    },
    async request(name) {
      requests += 1;
      const annotations = { 'reconcile.fluxcd.io/requestedAt': `${requests}` };
      await patch('ImageUpdateAutomation', name, { metadata: { annotations } });
      await eventually(async () => {
        if ((await get(name)).status?.lastHandledReconcileAt !== `${requests}`) throw new Error('not yet handled');
      });
    },
    async secret(name, data) {
      const encoded = Object.entries(data).map(([key, value]) => [key, Buffer.from(value).toString('base64')]);
      const object = {
        apiVersion: 'v1',
        kind: 'Secret',
        metadata: { name, namespace },
        data: Object.fromEntries(encoded),
      };
      await client.create(object, {}, signal);
    },
    patch: (kind, name, change) => patch(kind, name, change),
    async close() {
      stop.abort(new Error('the test is over'));
      await running;
      git.close();
      await listener.close();
      await cluster.close();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Status, reason and message of a condition in one line; empty when there is none. */
export function conditionText({ status }: ImageUpdateAutomation, type = 'Ready'): string {
  const found: Condition | undefined = status?.conditions?.find((condition) => condition.type === type);
  return found === undefined ? '' : `${found.status} ${found.reason}: ${found.message}`;
}
