import {
  type CacheHealth,
  type CacheLease,
  type KubeClient,
  NoMatchError,
  type ResourceMapping,
  type SharedCaches,
  type Unsubscribe,
} from '@flux19/kube';
import { inventoryId, type KubeObject, type ObjectReference, objectReference, parseApiVersion } from '@flux19/objects';
import { type FollowedObject, FollowedSet } from './followed-set.ts';

/** Which object, in which version to look at it. */
export interface VersionedReference extends ObjectReference {
  readonly version: string;
}

/** A set of objects that is kept up to date until it is released. */
export interface FollowedObjects {
  /** Undefined when there is no such object, or when its kind cannot be watched. */
  get(object: ObjectReference): KubeObject | undefined;
  /** True when a cache says what there is to know about this object: then no answer of `get` means that there is none. */
  knows(object: ObjectReference): boolean;
  /** Objects whose state no cache holds: the kind is not served, or may not be watched. */
  readonly unknown: readonly VersionedReference[];
  /** Told when one of the objects appeared, changed or went. */
  onChange(handler: () => void): Unsubscribe;
  /** Follows the same objects once more, without asking the server anything. */
  again(): FollowedObjects;
  release(): void;
}

export interface LiveObjectsOptions {
  readonly caches: SharedCaches;
  /** Key of the label that everything applied carries: `kustomize.toolkit.fluxcd.io/name`. */
  readonly ownerLabel: string;
}

/**
 * The live state of what this process applies, from watches: one per kind, restricted to objects with the owner label and kept
 * for good, and one per object for those without it, kept while somebody follows them.
 */
export class LiveObjects {
  readonly client: KubeClient;
  readonly #caches: SharedCaches;
  readonly #ownerLabel: string;
  readonly #owned = new Map<string, CacheLease>();

  constructor({ caches, ownerLabel }: LiveObjectsOptions) {
    this.client = caches.client;
    this.#caches = caches;
    this.#ownerLabel = ownerLabel;
  }

  /** Begins to follow objects that carry the owner label; resolves when their caches are complete or cannot be had. */
  async followOwned(objects: readonly VersionedReference[], signal: AbortSignal): Promise<FollowedObjects> {
    return this.#followEach(
      objects,
      (_object, mapping) => ({ cache: this.#ownedCache(mapping).cache, release: () => undefined }),
      signal,
    );
  }

  /** Begins to follow any objects; resolves when their caches are complete or cannot be had. */
  async follow(objects: readonly VersionedReference[], signal: AbortSignal): Promise<FollowedObjects> {
    return this.#followEach(objects, (object, mapping) => this.#anyCache(object, mapping), signal);
  }

  /** Takes over what a write answered, so that readers need not wait for the watch. */
  remember(object: KubeObject): void {
    const { group, kind } = objectReference(object);
    this.#owned.get(kindKey(group, parseApiVersion(object.apiVersion).version, kind))?.cache.remember(object);
  }

  health(): ReadonlyMap<string, CacheHealth> {
    return this.#caches.health();
  }

  async #followEach(
    objects: readonly VersionedReference[],
    cacheFor: (object: VersionedReference, mapping: ResourceMapping) => CacheLease,
    signal: AbortSignal,
  ): Promise<FollowedObjects> {
    const mappings = await this.#resolve(objects, signal);
    const open = (): FollowedSet =>
      new FollowedSet(
        objects.map((object): FollowedObject => {
          const mapping = mappings.get(kindKey(object.group, object.version, object.kind));
          if (mapping === undefined)
            return { reference: object, id: inventoryId(object), namespace: '', lease: undefined };
          // Manifests may give a namespace to what has none.
          const namespace = mapping.namespaced ? object.namespace : '';
          return {
            reference: object,
            id: inventoryId(object),
            namespace,
            lease: cacheFor({ ...object, namespace }, mapping),
          };
        }),
        open,
      );
    const followed = open();
    await followed.settled(signal);
    return followed;
  }

  async #resolve(
    objects: readonly VersionedReference[],
    signal: AbortSignal,
  ): Promise<ReadonlyMap<string, ResourceMapping>> {
    const kinds = new Map(objects.map((object) => [kindKey(object.group, object.version, object.kind), object]));
    const resolved = await Promise.all(
      [...kinds].map(async ([key, kind]) => [key, await this.#mapping(kind, signal)] as const),
    );
    return new Map(
      resolved.filter(
        (entry): entry is readonly [string, ResourceMapping] => entry[1]?.verbs.includes('watch') ?? false,
      ),
    );
  }

  async #mapping(
    { group, version, kind }: VersionedReference,
    signal: AbortSignal,
  ): Promise<ResourceMapping | undefined> {
    try {
      return await this.client.mapping({ group, version, kind }, signal);
    } catch (thrown) {
      if (thrown instanceof NoMatchError) return undefined;
      throw thrown;
    }
  }

  #ownedCache(mapping: ResourceMapping): CacheLease {
    const key = kindKey(mapping.group, mapping.version, mapping.kind);
    const lease = this.#owned.get(key) ?? this.#caches.share(mapping, { labelSelector: this.#ownerLabel });
    this.#owned.set(key, lease);
    return lease;
  }

  /** The cache of the kind if it holds the object already, else one for the object alone. */
  #anyCache(object: VersionedReference, mapping: ResourceMapping): CacheLease {
    const owned = this.#owned.get(kindKey(mapping.group, mapping.version, mapping.kind));
    if (owned?.cache.get(object.namespace, object.name) !== undefined)
      return { cache: owned.cache, release: () => undefined };
    const namespace = object.namespace === '' ? undefined : object.namespace;
    return this.#caches.share(mapping, { namespace, fieldSelector: `metadata.name=${object.name}` });
  }
}

function kindKey(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`;
}
