import { finalizer, groups, type ImageUpdateAutomation } from '@flux19/api';
import type { ObjectCache } from '@flux19/kube';
import type { ControllerDefinition } from '@flux19/runtime';
import { keyText } from '@flux19/runtime';
import type { ImageAutomationOptions } from './image-automation-options.ts';
import { fieldManager } from './pass-event.ts';
import { reconcileImageUpdateAutomation } from './reconcile.ts';
import type { AutomationEffects } from './update-source.ts';
import { policyWatch, sourceWatch } from './wake-automations.ts';

const resource = { apiVersion: `${groups.image}/v1`, kind: 'ImageUpdateAutomation' } as const;

/**
 * The controller that writes the images of policies into repositories. Reacts to policies and to sources; resolves when the caches run that
 * it finds them in.
 */
export async function createImageAutomationController(
  options: ImageAutomationOptions,
  signal: AbortSignal,
): Promise<ControllerDefinition> {
  const { client, recorder, clock, caches, concurrency, selection, noCrossNamespaceRefs = false } = options;
  const acquire = async (apiVersion: string, kind: string): Promise<ObjectCache> =>
    (await caches.acquire({ apiVersion, kind }, {}, signal)).cache;
  const effects: AutomationEffects = {
    ...options,
    noCrossNamespaceRefs,
    policies: await acquire(resource.apiVersion, 'ImagePolicy'),
    repositories: await acquire(`${groups.source}/v1`, 'GitRepository'),
  };
  return {
    name: 'imageupdateautomation',
    resource,
    fieldManager,
    finalizer,
    watches: [sourceWatch, policyWatch],
    ...(concurrency === undefined ? {} : { concurrency }),
    ...(selection === undefined ? {} : { selection }),
    reconcile: (_key, passSignal, { object, cache, log }) => {
      const reporting = {
        client,
        fieldManager,
        recorder,
        clock,
        log,
        remember: (written: typeof object) => cache.remember(written),
      };
      return reconcileImageUpdateAutomation(object as ImageUpdateAutomation, effects, reporting, passSignal);
    },
    async finalize(key) {
      await options.git.forget(keyText(key));
      return {};
    },
  };
}
