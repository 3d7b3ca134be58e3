import type { CacheLease, Unsubscribe } from '@flux19/kube';
import { inventoryId, type KubeObject, type ObjectReference } from '@flux19/objects';
import type { FollowedObjects, VersionedReference } from './live-objects.ts';

/** One object of a set, and the cache that knows about it. */
export interface FollowedObject {
  readonly reference: VersionedReference;
  readonly id: string;
  readonly namespace: string;
  readonly lease: CacheLease | undefined;
}

/** Objects that are followed through the caches they are in. */
export class FollowedSet implements FollowedObjects {
  readonly objects: readonly FollowedObject[];
  readonly #byId: ReadonlyMap<string, FollowedObject>;
  readonly #open: () => FollowedObjects;

  constructor(objects: readonly FollowedObject[], open: () => FollowedObjects) {
    this.objects = objects;
    this.#byId = new Map(objects.map((object) => [object.id, object]));
    this.#open = open;
  }

  get(object: ObjectReference): KubeObject | undefined {
    const followed = this.#byId.get(inventoryId(object));
    return followed?.lease?.cache.get(followed.namespace, followed.reference.name);
  }

  knows(object: ObjectReference): boolean {
    return isKnown(this.#byId.get(inventoryId(object)));
  }

  get unknown(): readonly VersionedReference[] {
    return this.objects.filter((object) => !isKnown(object)).map(({ reference }) => reference);
  }

  onChange(handler: () => void): Unsubscribe {
    const stops = this.objects.map(({ lease, namespace, reference }) =>
      lease?.cache.onObjectChange(namespace, reference.name, handler),
    );
    return () => {
      for (const stop of stops) stop?.();
    };
  }

  again(): FollowedObjects {
    return this.#open();
  }

  release(): void {
    for (const { lease } of this.objects) lease?.release();
  }

  /** Resolves when each cache has listed or failed to. */
  async settled(signal: AbortSignal): Promise<void> {
    const caches = new Set(this.objects.flatMap(({ lease }) => (lease === undefined ? [] : [lease.cache])));
    await Promise.all([...caches].map((cache) => cache.settled(signal)));
  }
}

function isKnown(object: FollowedObject | undefined): boolean {
  return object?.lease?.cache.isReliable === true;
}
