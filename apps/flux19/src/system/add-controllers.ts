import { hostname } from 'node:os';
import { join } from 'node:path';
import type { SourceKind } from '@flux19/api';
import type { ArtifactStore } from '@flux19/artifacts';
import { createGitClient } from '@flux19/git';
import { createFileTagDatabase, createImageReflectorController } from '@flux19/image-reflector-controller';
import type { SharedCaches } from '@flux19/kube';
import { createKustomizeController, defaultSettings } from '@flux19/kustomize-controller';
import type { RepositoryName } from '@flux19/oci';
import { createEventRecorder, type EventBus, type EventRecorder, type Manager } from '@flux19/runtime';
import { createSourceController } from '@flux19/source-controller';
import type { ControllersOptions } from './start-controllers.ts';

/** What the controllers of one process share. */
export interface SharedParts extends ControllersOptions {
  readonly store: ArtifactStore;
  readonly caches: SharedCaches;
  /** Brings every event to the notification side. */
  readonly events: EventBus;
}

/** Ways to tell the controllers that something was pushed. */
export interface PushNotices {
  noticeImage(repository: RepositoryName): void;
}

/** Kinds whose artifacts a Kustomization may take. */
const sourceKinds: readonly SourceKind[] = ['GitRepository', 'OCIRepository', 'Bucket', 'ExternalArtifact'];

/** Adds every controller to a manager. Resolves when the caches that they need run. */
export async function addControllers(manager: Manager, shared: SharedParts, signal: AbortSignal): Promise<PushNotices> {
  await addSources(manager, shared, signal);
  await addKustomizations(manager, shared, signal);
  return addImages(manager, shared, signal);
}

async function addSources(manager: Manager, shared: SharedParts, signal: AbortSignal): Promise<void> {
  const { data, store, searchPath, locate } = shared;
  const git = createGitClient({
    searchPath,
    temporaryFolder: data.temporary,
    cacheFolder: data.gitCache,
    ...(locate === undefined ? {} : { locate }),
  });
  signal.addEventListener('abort', () => git.close(), { once: true });
  const recorder = recorderOf('source-controller', shared);
  manager.add(await createSourceController({ ...commonOf(shared), git, store, recorder }, signal));
}

async function addKustomizations(manager: Manager, shared: SharedParts, signal: AbortSignal): Promise<void> {
  const options = {
    ...commonOf(shared),
    openArtifact: shared.store.open,
    recorder: recorderOf('kustomize-controller', shared),
    settings: defaultSettings,
    sourceKinds,
  };
  manager.add(await createKustomizeController(options, signal));
}

async function addImages(manager: Manager, shared: SharedParts, signal: AbortSignal): Promise<PushNotices> {
  const { data, connectRegistry } = shared;
  const database = createFileTagDatabase(join(data.images, 'tags.db'));
  const options = {
    ...commonOf(shared),
    database,
    recorder: recorderOf('image-reflector-controller', shared),
    ...(connectRegistry === undefined ? {} : { connect: connectRegistry }),
  };
  const reflector = await createImageReflectorController(options, signal);
  for (const definition of reflector.definitions) manager.add(definition);
  return { noticeImage: (repository) => reflector.noticePush(repository) };
}

function commonOf({ client, caches, clock }: SharedParts) {
  return { client, caches, clock, random: Math.random };
}

function recorderOf(controller: string, { client, clock, log, events }: SharedParts): EventRecorder {
  return createEventRecorder({ client, controller, instance: hostname(), log, clock, notify: events.publish });
}
