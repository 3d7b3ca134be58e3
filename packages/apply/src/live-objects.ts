import type { CacheHealth, SharedCaches, Unsubscribe } from '@flux19/kube';
import type { KubeObject, ObjectReference } from '@flux19/objects';

/** Which object, in which version to look at it. */
export interface VersionedReference extends ObjectReference {
  readonly version: string;
}

/** A set of objects that is kept up to date until it is released. */
export interface FollowedObjects {
  /** Undefined when there is no such object. */
  get(object: ObjectReference): KubeObject | undefined;
  /** True when every cache behind it holds a complete list. */
  readonly isComplete: boolean;
  /** Told when one of the objects appeared, changed or went. */
  onChange(handler: (object: KubeObject) => void): Unsubscribe;
  release(): void;
}

export interface LiveObjectsOptions {
  readonly caches: SharedCaches;
  /** Key of the label that everything applied carries: `kustomize.toolkit.fluxcd.io/name`. */
  readonly ownerLabel: string;
}

/**
 * The live state of what this process applies, from watches: one per kind, restricted to objects with the owner label, and one
 * per object for those without it.
 */
export class LiveObjects {
  readonly options: LiveObjectsOptions;

  constructor(options: LiveObjectsOptions) {
    this.options = options;
  }

  /** Begins to follow objects that carry the owner label, and waits until their caches are complete. */
  followOwned(_objects: readonly VersionedReference[], _signal: AbortSignal): Promise<FollowedObjects> {
    throw new Error('not written yet');
  }

  /** Begins to follow any objects, and waits until their caches are complete. */
  follow(_objects: readonly VersionedReference[], _signal: AbortSignal): Promise<FollowedObjects> {
    throw new Error('not written yet');
  }

  /** Takes over what a write answered. */
  remember(_object: KubeObject): void {
    throw new Error('not written yet');
  }

  health(): ReadonlyMap<string, CacheHealth> {
    return this.options.caches.health();
  }
}
