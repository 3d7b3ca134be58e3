import { finalizer, groups, type ImagePolicy, type ImageRepository } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';
import type { ControllerDefinition, Logger, ObjectReporterOptions, ReconcileContext } from '@flux19/runtime';
import { keyText } from '@flux19/runtime';
import type { ReflectorEffects } from './effects.ts';
import { reconcileImagePolicy } from './image-policy/reconcile.ts';
import { repositoryWatch } from './image-policy/wake-policies.ts';
import type { ImageReflectorController, ImageReflectorOptions } from './image-reflector-options.ts';
import { Pushes } from './image-repository/pushes.ts';
import { reconcileImageRepository } from './image-repository/reconcile.ts';
import { fieldManager } from './pass-event.ts';
import { Registries } from './registry/registries.ts';

const apiVersion = `${groups.image}/v1`;
const repositories = { apiVersion, kind: 'ImageRepository' } as const;
const policies = { apiVersion, kind: 'ImagePolicy' } as const;
const defaultRequeueMs = 30_000;

/** The controllers of images: one scans registries, the other chooses tags. Resolves when the cache runs that policies find repositories in. */
export async function createImageReflectorController(
  options: ImageReflectorOptions,
  signal: AbortSignal,
): Promise<ImageReflectorController> {
  const pushes = new Pushes();
  const registries = new Registries(options);
  signal.addEventListener('abort', () => void registries.close(), { once: true });
  const effects: ReflectorEffects = { ...options, pushes, registries };
  // Without the selection: a policy's repository may be another process's to look after.
  const all = (await options.caches.acquire(repositories, {}, signal)).cache;
  return {
    definitions: [repositoryController(options, effects), policyController(options, effects, all)],
    noticePush: (repository) => pushes.notice(repository),
  };
}

function repositoryController(options: ImageReflectorOptions, effects: ReflectorEffects): ControllerDefinition {
  return {
    ...common(options),
    name: 'imagerepository',
    resource: repositories,
    reconcile: (_key, signal, context) => {
      const object = context.object as ImageRepository;
      return reconcileImageRepository(object, effects, reporting(options, context), signal);
    },
    async finalize(key) {
      effects.pushes.forget(keyText(key));
      options.database.remove(key);
      return {};
    },
  };
}

function policyController(
  options: ImageReflectorOptions,
  effects: ReflectorEffects,
  all: ObjectCache,
): ControllerDefinition {
  const { noCrossNamespaceRefs = false, dependencyRequeueMs = defaultRequeueMs } = options;
  const policyEffects = { ...effects, repositories: all, noCrossNamespaceRefs, dependencyRequeueMs };
  return {
    ...common(options),
    name: 'imagepolicy',
    resource: policies,
    watches: [repositoryWatch],
    reconcile: (_key, signal, context) => {
      const object = context.object as ImagePolicy;
      return reconcileImagePolicy(object, policyEffects, reporting(options, context), signal);
    },
    finalize: async () => ({}),
  };
}

function common({ concurrency, selection }: ImageReflectorOptions) {
  return {
    fieldManager,
    finalizer,
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(selection === undefined ? {} : { selection }),
  };
}

function reporting(
  { client, recorder, clock }: ImageReflectorOptions,
  { log, cache }: Pick<ReconcileContext, 'cache'> & { readonly log: Logger },
): ObjectReporterOptions {
  return { client, fieldManager, recorder, clock, log, remember: (object) => cache.remember(object) };
}
