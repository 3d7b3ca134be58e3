import assert from 'node:assert/strict';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { suite, test } from 'node:test';
import { fluxCustomResourceDefinitions } from '@flux19/api';
import { startCluster } from '@flux19/cluster';
import { createGitPublisher, createGitRepositories, createGitServer, readRevision, repositoriesIn } from '@flux19/git';
import {
  createImageReflectorController,
  createMemoryTagDatabase,
  type ImageReflectorController,
} from '@flux19/image-reflector-controller';
import { SharedCaches } from '@flux19/kube';
import { listen } from '@flux19/listener';
import type { KubeObject } from '@flux19/objects';
import { buildImage, createMemoryStorage, createOciClient, createRegistry, pushImage } from '@flux19/oci';
import { eventually, systemClock } from '@flux19/ports';
import { createEventRecorder, createLogger, createMetrics, Manager } from '@flux19/runtime';
import { createImageAutomationController } from './create-image-automation-controller.ts';

const namespace = 'apps';
const registryHost = 'registry.test:5000';
const image = `${registryHost}/team/app`;
const manifest = (tag: string) => `spec:\n  image: '${image}:${tag}' # {"$imagepolicy": "apps:app"}\n`;

/** A registry, a git server and a cluster with both controllers, as the program wires them. */
async function startStory() {
  const folder = await mkdtemp(join(tmpdir(), 'flux19-story-'));
  const log = createLogger({ level: 'error', write: () => undefined });
  const cluster = await startCluster({ log });
  const { client } = cluster;
  const stop = new AbortController();
  const { signal } = stop;
  await client.create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace } }, {}, signal);
  for (const definition of fluxCustomResourceDefinitions()) await client.create(definition, {}, signal);
  client.forgetResources();

  const program = { searchPath: process.env['PATH'] ?? '', temporaryFolder: folder };
  const root = join(folder, 'served');
  await mkdir(root);
  const repository = join(root, 'fleet.git');
  const repositories = createGitRepositories(program);
  await repositories.create(repository);
  const author = { name: 'Ada', email: 'ada@example.org' };
  const changes = new Map([['app.yaml', manifest('1.0.0')]]);
  await repositories.commit(repository, { branch: 'main', message: 'begin', author, when: 0, changes }, signal);
  const server = createGitServer({ ...program, folderOf: repositoriesIn(root), authorize: async () => 'allowed' });
  const listener = await listen({ handler: server.fetch });

  let images: ImageReflectorController | undefined;
  const registry = createRegistry({
    storage: createMemoryStorage(),
    clock: systemClock,
    onPush: ({ repository: pushed }) => images?.noticePush({ registry: registryHost, repository: pushed }),
  });
  const reach = async (request: Request): Promise<Response> => {
    if (new URL(request.url).protocol !== 'http:') throw new TypeError('fetch failed');
    return registry.fetch(request);
  };
  const caches = new SharedCaches({ client, signal });
  const recorder = createEventRecorder({ client, controller: 'test', instance: 'test', log });
  const common = { client, caches, recorder, clock: systemClock, random: () => 0.5 };
  const connect = () => ({ fetch: reach, close: async () => undefined });
  images = await createImageReflectorController({ ...common, connect, database: createMemoryTagDatabase() }, signal);
  const git = createGitPublisher({ ...program, cacheFolder: join(folder, 'cache') });
  const manager = new Manager({ client, caches, log, metrics: createMetrics(), gracefulShutdownMs: 1000 });
  for (const definition of images.definitions) manager.add(definition);
  manager.add(await createImageAutomationController({ ...common, git, program }, signal));
  const running = manager.run(signal);

  const oci = createOciClient({ fetch: reach, clock: systemClock, random: () => 0.5, insecure: true });
  return {
    create: async (object: KubeObject) => void (await client.create(object, {}, signal)),
    gitUrl: `${listener.url}/fleet.git`,
    async push(tag: string) {
      const built = buildImage({ layers: [[{ kind: 'file', path: 'tag', content: Buffer.from(tag) }]] });
      await pushImage(oci, { registry: registryHost, repository: 'team/app', tag }, built, signal);
    },
    async committed() {
      const { files } = await readRevision(program, repository, 'main', signal);
      return Buffer.from(files.get('app.yaml') ?? []).toString('utf8');
    },
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

suite('from a pushed image to a commit', () => {
  test('needs nobody: every new version is in git, the rest of the file as it was', async () => {
    const story = await startStory();
    const apiVersion = 'image.toolkit.fluxcd.io/v1';
    const metadata = { name: 'app', namespace };
    await story.push('1.0.0');
    const url = story.gitUrl;
    const git = { commit: { author: { name: 'Flux', email: 'flux@example.org' } } };
    for (const [version, kind, spec] of [
      ['source.toolkit.fluxcd.io/v1', 'GitRepository', { url, interval: '1h', ref: { branch: 'main' } }],
      [apiVersion, 'ImageRepository', { image, interval: '1h', insecure: true }],
      [apiVersion, 'ImagePolicy', { imageRepositoryRef: { name: 'app' }, policy: { semver: { range: '1.x' } } }],
      [apiVersion, 'ImageUpdateAutomation', { interval: '1h', sourceRef: { kind: 'GitRepository', name: 'app' }, git }],
    ] as const) {
      await story.create({ apiVersion: version, kind, metadata, spec });
    }
    for (const tag of ['1.1.0', '1.2.0-rc.1', '2.0.0', '1.2.0']) await story.push(tag);
    await eventually(async () => assert.equal(await story.committed(), manifest('1.2.0')));
    await story.push('1.3.0');
    await eventually(async () => assert.equal(await story.committed(), manifest('1.3.0')));
    await story.close();
  });
});
