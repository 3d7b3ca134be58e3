import { fluxCustomResourceDefinitions, groups, type ImagePolicy, type ImageRepository } from '@flux19/api';
import { type Cluster, startCluster } from '@flux19/cluster';
import { type KubeClient, SharedCaches } from '@flux19/kube';
import type { Condition, KubeObject } from '@flux19/objects';
import {
  buildImage,
  createMemoryStorage,
  createOciClient,
  createRegistry,
  type OciClient,
  pushImage,
  type RegistryOptions,
} from '@flux19/oci';
import { eventually, type Handler, systemClock } from '@flux19/ports';
import { createEventRecorder, createLogger, createMetrics, type FluxEvent, Manager } from '@flux19/runtime';
import { createImageReflectorController } from '../create-image-reflector-controller.ts';
import { createMemoryTagDatabase } from '../database/memory-tag-database.ts';
import type { TagDatabase } from '../database/tag-database.ts';
import type { ImageReflectorController, ImageReflectorOptions } from '../image-reflector-options.ts';

export interface ImageFixtureOptions
  extends Partial<Pick<ImageReflectorOptions, 'noCrossNamespaceRefs' | 'database' | 'cloudCredentials'>> {
  readonly authorize?: RegistryOptions['authorize'];
  /** Sees requests before the registry; undefined lets them pass. */
  readonly intercept?: (request: Request) => Response | undefined;
}

/** A cluster with the controllers of images, and a registry at `registry.test:5000`, all in this process. */
export interface ImageFixture {
  readonly client: KubeClient;
  readonly cluster: Cluster;
  readonly controller: ImageReflectorController;
  readonly database: TagDatabase;
  readonly events: readonly FluxEvent[];
  readonly signal: AbortSignal;
  /** Requests to the registry so far, as `METHOD path`. */
  readonly calls: string[];
  /** Everything that was logged. */
  readonly lines: string[];
  /** Pushes an image under each tag. */
  push(repository: string, ...tags: string[]): Promise<void>;
  createRepository(name: string, spec?: Partial<ImageRepository['spec']>, namespace?: string): Promise<void>;
  createPolicy(name: string, spec: Partial<ImagePolicy['spec']>, namespace?: string): Promise<void>;
  create(object: KubeObject): Promise<void>;
  repository(name: string): Promise<ImageRepository>;
  policy(name: string, namespace?: string): Promise<ImagePolicy>;
  /** Asks for a pass. */
  request(kind: 'ImageRepository' | 'ImagePolicy', name: string): Promise<void>;
  patch(kind: 'ImageRepository' | 'ImagePolicy', name: string, patch: object): Promise<void>;
  close(): Promise<void>;
}

const namespace = 'apps';
const host = 'registry.test:5000';
const apiVersion = `${groups.image}/v1`;

export async function startImageFixture(options: ImageFixtureOptions = {}): Promise<ImageFixture> {
  const lines: string[] = [];
  const log = createLogger({ level: 'info', write: (line) => void lines.push(line) });
  const cluster = await startCluster({ log });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();

  const calls: string[] = [];
  const registry = createRegistry({
    storage: createMemoryStorage(),
    clock: systemClock,
    ...(options.authorize === undefined ? {} : { authorize: options.authorize }),
  });
  const fetch: Handler = async (request) => {
    const { pathname, protocol } = new URL(request.url);
    if (protocol !== 'http:') throw new TypeError('fetch failed');
    calls.push(`${request.method} ${pathname}`);
    return options.intercept?.(request) ?? registry.fetch(request);
  };
  const pusher = pushClient(createRegistryFetch(registry.fetch));
  const database = options.database ?? createMemoryTagDatabase();
  const events: FluxEvent[] = [];
  const caches = new SharedCaches({ client, signal });
  const controller = await createImageReflectorController(
    {
      client,
      caches,
      recorder: createEventRecorder({
        client,
        controller: 'image-reflector-controller',
        instance: 'test',
        log,
        notify: (event) => void events.push(event),
      }),
      clock: systemClock,
      random: () => 0.5,
      connect: () => ({ fetch, close: async () => undefined }),
      database,
      dependencyRequeueMs: 30_000,
      ...(options.cloudCredentials === undefined ? {} : { cloudCredentials: options.cloudCredentials }),
      ...(options.noCrossNamespaceRefs === undefined ? {} : { noCrossNamespaceRefs: options.noCrossNamespaceRefs }),
    },
    signal,
  );
  const manager = new Manager({
    client,
    caches,
    log,
    metrics: createMetrics(),
    gracefulShutdownMs: 1000,
    minRetryDelayMs: 20,
    maxRetryDelayMs: 100,
  });
  for (const definition of controller.definitions) manager.add(definition);
  const running = manager.run(signal);

  const address = (kind: string, name: string, where = namespace) => ({ apiVersion, kind, namespace: where, name });
  const create = async (object: KubeObject): Promise<void> => void (await client.create(object, {}, signal));
  let requests = 0;
  const patch = async (kind: string, name: string, change: object): Promise<void> =>
    void (await client.patch(address(kind, name), change as never, { type: 'merge' }, signal));

  return {
    client,
    cluster,
    controller,
    database,
    events,
    signal,
    calls,
    lines,
    async push(repository, ...tags) {
      for (const tag of tags) await pusher(repository, tag, signal);
    },
    createRepository: (name, spec = {}, where = namespace) => {
      const image = `${host}/team/app`;
      const full = { image, interval: '1h', insecure: true, ...spec };
      return create({ apiVersion, kind: 'ImageRepository', metadata: { name, namespace: where }, spec: full });
    },
    createPolicy: (name, spec, where = namespace) => {
      const full = { imageRepositoryRef: { name: 'app' }, policy: { semver: { range: '*' } }, ...spec };
      return create({ apiVersion, kind: 'ImagePolicy', metadata: { name, namespace: where }, spec: full });
    },
    create,
    repository: async (name) => (await client.get(address('ImageRepository', name), signal)) as ImageRepository,
    policy: async (name, where) => (await client.get(address('ImagePolicy', name, where), signal)) as ImagePolicy,
    request(kind, name) {
      requests += 1;
      return patch(kind, name, { metadata: { annotations: { 'reconcile.fluxcd.io/requestedAt': `${requests}` } } });
    },
    patch,
    async close() {
      stop.abort(new Error('the test is over'));
      await running;
      await cluster.close();
    },
  };
}

/** Pushing goes past what a test puts before the registry. */
function createRegistryFetch(fetch: Handler): Handler {
  return async (request) => {
    const headers = new Headers(request.headers);
    headers.set('authorization', pusherAuthorization);
    return fetch(new Request(request, { headers }));
  };
}

/** What the fixture itself shows to the registry. */
export const pusherAuthorization: string = `Basic ${Buffer.from('pusher:pusher').toString('base64')}`;

function pushClient(fetch: Handler) {
  const client: OciClient = createOciClient({ fetch, clock: systemClock, random: () => 0.5, insecure: true });
  return async (repository: string, tag: string, signal: AbortSignal): Promise<void> => {
    const content = Buffer.from(`${repository}:${tag}`);
    const image = buildImage({ layers: [[{ kind: 'file', path: 'tag', content }]] });
    await pushImage(client, { registry: host, repository, tag }, image, signal);
  };
}

/** Status, reason and message of a condition in one line; empty when there is none. */
export function conditionText({ status }: ImageRepository | ImagePolicy, type = 'Ready'): string {
  const found: Condition | undefined = status?.conditions?.find((condition) => condition.type === type);
  return found === undefined ? '' : `${found.status} ${found.reason}: ${found.message}`;
}

/** Waits until a condition reads as wanted. */
export async function untilCondition(
  get: () => Promise<ImageRepository | ImagePolicy>,
  wanted: string | RegExp,
  type = 'Ready',
): Promise<void> {
  await eventually(async () => {
    const text = conditionText(await get(), type);
    const isAsWanted = typeof wanted === 'string' ? text === wanted : wanted.test(text);
    if (!isAsWanted) throw new Error(`the condition ${type} is '${text}' instead of '${wanted}'`);
  });
}
