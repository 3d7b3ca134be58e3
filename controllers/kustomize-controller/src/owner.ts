import { fieldManagers, groups, type Kustomization } from '@flux19/api';
import type { ApplyOptions, Owner } from '@flux19/apply';
import type { KubeObject } from '@flux19/objects';
import type { KustomizeSettings } from './settings.ts';

/** In whose name objects are applied. */
export function ownerOf({ metadata }: KubeObject): Owner {
  return {
    fieldManager: fieldManagers.kustomize,
    group: groups.kustomize,
    name: metadata.name,
    namespace: metadata.namespace ?? '',
  };
}

/** How objects are applied. */
export function applyOptionsOf(kustomization: Kustomization, settings: KustomizeSettings): ApplyOptions {
  const { force = false, ignore } = kustomization.spec;
  return {
    owner: ownerOf(kustomization),
    force,
    customStageKinds: settings.customStageKinds,
    overrideManagers: settings.overrideManagers,
    concurrency: settings.concurrentApplies,
    ...(ignore === undefined ? {} : { ignoreRules: ignore }),
  };
}
