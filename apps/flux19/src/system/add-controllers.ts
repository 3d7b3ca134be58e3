import { hostname } from 'node:os';
import { join } from 'node:path';
import { groups, type SourceKind } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import { createGitClient, createGitPublisher, type GitClient } from '@flux19/git';
import { createImageAutomationController } from '@flux19/image-automation-controller';
import { createFileTagDatabase, createImageReflectorController } from '@flux19/image-reflector-controller';
import type { CloudLogins, ObjectCache, ResourceSelector, SharedCaches } from '@flux19/kube';
import { createKustomizeController } from '@flux19/kustomize-controller';
import type { CloudCredentials, RepositoryName } from '@flux19/oci';
import { createEventRecorder, type EventBus, type EventRecorder, type Manager } from '@flux19/runtime';
import {
  createGitHubAppTokens,
  createOciRepositoryController,
  createSourceController,
  repositoriesWithImage,
  repositoriesWithUrl,
} from '@flux19/source-controller';
import type { ControllerSettings } from './controller-settings.ts';
import { type CloudAccess, machineIdentity } from './machine-identity.ts';
import type { ControllersOptions } from './start-controllers.ts';
import { workingRules } from './working-rules.ts';

/** What the controllers of one process share. */
export interface SharedParts extends ControllersOptions {
  readonly settings: ControllerSettings;
  readonly store: ArtifactStore;
  readonly caches: SharedCaches;
  /** Brings every event to the notification side. */
  readonly events: EventBus;
}

/** Ways to tell the controllers that something was pushed. */
export interface PushNotices {
  /** Starts a pass over every GitRepository with this URL. */
  noticePush(url: string): void;
  /** Starts a pass over every ImageRepository and OCIRepository of this repository. */
  noticeImage(repository: RepositoryName): void;
}

/** Kinds whose artifacts a Kustomization may take. */
const sourceKinds: readonly SourceKind[] = ['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'];

const gitRepositories = { apiVersion: `${groups.source}/v1`, kind: 'GitRepository' } as const;
const ociRepositories = { apiVersion: `${groups.source}/v1`, kind: 'OCIRepository' } as const;

/** Adds every controller to a manager. Resolves when the caches that they need run. */
export async function addControllers(manager: Manager, shared: SharedParts, signal: AbortSignal): Promise<PushNotices> {
  const git = openGit(shared, signal);
  const cloud = machineIdentity(shared.environment ?? {}, shared.clock);
  const cloudCredentials = cloud.credentials;
  const cloudLogins = { tokens: cloud.tokens, rules: shared.settings.workloadIdentity };
  await addGitRepositories(manager, shared, { git, cloudLogins }, signal);
  addOciRepositories(manager, shared, cloudCredentials);
  await addKustomizations(manager, shared, { git, cloudTokens: cloud.tokens }, signal);
  const scan = await addImages(manager, shared, cloudCredentials, signal);
  await addImageAutomation(manager, shared, cloudLogins, signal);
  const cacheOf = async (resource: ResourceSelector): Promise<ObjectCache> =>
    (await shared.caches.acquire(resource, {}, signal)).cache;
  const [gits, ocis] = await Promise.all([cacheOf(gitRepositories), cacheOf(ociRepositories)]);
  return {
    noticePush(url) {
      for (const key of repositoriesWithUrl(gits, (other) => other === url)) manager.enqueue('gitrepository', key);
    },
    noticeImage(pushed) {
      scan(pushed);
      const isMeant = ({ registry, repository }: RepositoryName): boolean =>
        registry === pushed.registry && repository === pushed.repository;
      for (const key of repositoriesWithImage(ocis, isMeant)) manager.enqueue('ocirepository', key);
    },
  };
}

function openGit({ data, searchPath, locate }: SharedParts, signal: AbortSignal): GitClient {
  const git = createGitClient({
    searchPath,
    temporaryFolder: data.temporary,
    cacheFolder: data.gitCache,
    ...(locate === undefined ? {} : { locate }),
  });
  signal.addEventListener('abort', () => git.close(), { once: true });
  return git;
}

async function addGitRepositories(
  manager: Manager,
  shared: SharedParts,
  parts: { readonly git: GitClient; readonly cloudLogins: CloudLogins },
  signal: AbortSignal,
): Promise<void> {
  const { store } = shared;
  const recorder = recorderOf('source-controller', shared);
  manager.add(await createSourceController({ ...commonOf(shared), ...parts, store, recorder }, signal));
}

function addOciRepositories(manager: Manager, shared: SharedParts, cloudCredentials: CloudCredentials): void {
  const { store, connectRegistry } = shared;
  const recorder = recorderOf('source-controller', shared);
  manager.add(
    createOciRepositoryController({
      ...commonOf(shared),
      store,
      recorder,
      cloudCredentials,
      workloadIdentity: shared.settings.workloadIdentity,
      ...(connectRegistry === undefined ? {} : { connect: connectRegistry }),
    }),
  );
}

async function addKustomizations(
  manager: Manager,
  shared: SharedParts,
  parts: { readonly git: GitClient; readonly cloudTokens: CloudAccess['tokens'] },
  signal: AbortSignal,
): Promise<void> {
  const options = {
    ...commonOf(shared),
    ...parts,
    openArtifact: shared.store.open,
    recorder: recorderOf('kustomize-controller', shared),
    fetch: (request: Request) => globalThis.fetch(request),
    settings: shared.settings.kustomize,
    sourceKinds,
  };
  manager.add(await createKustomizeController(options, signal));
}

/** Adds the controllers of images and returns what starts the scans of a repository. */
async function addImages(
  manager: Manager,
  shared: SharedParts,
  cloudCredentials: CloudCredentials,
  signal: AbortSignal,
): Promise<PushNotices['noticeImage']> {
  const { data, connectRegistry } = shared;
  const database = createFileTagDatabase(join(data.images, 'tags.db'));
  const options = {
    ...commonOf(shared),
    database,
    recorder: recorderOf('image-reflector-controller', shared),
    cloudCredentials,
    workloadIdentity: shared.settings.workloadIdentity,
    noCrossNamespaceRefs: shared.settings.kustomize.noCrossNamespaceRefs,
    ...(connectRegistry === undefined ? {} : { connect: connectRegistry }),
  };
  const reflector = await createImageReflectorController(options, signal);
  for (const definition of reflector.definitions) manager.add(definition);
  return (repository) => reflector.noticePush(repository);
}

async function addImageAutomation(
  manager: Manager,
  shared: SharedParts,
  cloudLogins: CloudLogins,
  signal: AbortSignal,
): Promise<void> {
  const { data, searchPath, clock, locate } = shared;
  const program = { searchPath, temporaryFolder: data.temporary };
  const git = createGitPublisher({
    ...program,
    cacheFolder: join(data.gitCache, 'automation'),
    ...(locate === undefined ? {} : { locate }),
  });
  signal.addEventListener('abort', () => git.close(), { once: true });
  const options = {
    ...commonOf(shared),
    git,
    program,
    cloudLogins,
    gitHubApps: createGitHubAppTokens({ fetch: (request) => globalThis.fetch(request), clock }),
    noCrossNamespaceRefs: shared.settings.kustomize.noCrossNamespaceRefs,
    recorder: recorderOf('image-automation-controller', shared),
  };
  manager.add(await createImageAutomationController(options, signal));
}

function commonOf({ client, caches, clock, settings }: SharedParts) {
  return { client, caches, clock, ...workingRules(settings) };
}

function recorderOf(controller: string, { client, clock, log, events }: SharedParts): EventRecorder {
  return createEventRecorder({ client, controller, instance: hostname(), log, clock, notify: events.publish });
}
