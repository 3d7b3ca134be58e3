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
import { type Clock, systemClock } from '@flux19/ports';
import { type FollowedObject, FollowedSet } from './followed-set.ts';
import { OwnedCaches } from './owned-caches.ts';
import { WatchRefusals } from './watch-refusals.ts';

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
  readonly clock?: Clock;
}

/**
 * The live state of what this process applies, from watches: one per kind (or per kind and namespace, as rights go), restricted to
 * objects with the owner label and kept for good, and one per object for those without it, kept while somebody follows them.
 */
export class LiveObjects {
  readonly client: KubeClient;
  readonly #caches: SharedCaches;
  readonly #owned: OwnedCaches;
  readonly #refusals: WatchRefusals;

  constructor({ caches, ownerLabel, clock = systemClock }: LiveObjectsOptions) {
    this.client = caches.client;
    this.#caches = caches;
    this.#owned = new OwnedCaches({ caches, ownerLabel, clock });
    this.#refusals = new WatchRefusals(clock);
  }

  /** Begins to follow objects that carry the owner label; resolves when their caches are complete or cannot be had. */
  async followOwned(objects: readonly VersionedReference[], signal: AbortSignal): Promise<FollowedObjects> {
    const open = (): Promise<FollowedSet> =>
      this.#followEach(objects, ({ namespace }, mapping) => this.#owned.lease(mapping, namespace), signal);
    let followed = await open();
    // Rights may be those of a namespace only, or to apply without looking: each round asks for less.
    while (this.#owned.dropForbidden()) followed = await open();
    return followed;
  }

  /** Begins to follow any objects; resolves when their caches are complete or cannot be had. */
  async follow(objects: readonly VersionedReference[], signal: AbortSignal): Promise<FollowedObjects> {
    const followed = await this.#followEach(objects, (object, mapping) => this.#anyCache(object, mapping), signal);
    for (const { id, lease } of followed.objects) if (lease?.cache.isForbidden === true) this.#refusals.note(id);
    return followed;
  }

  /** Takes over what a write answered, so that readers need not wait for the watch. */
  remember(object: KubeObject): void {
    const { group, kind, namespace } = objectReference(object);
    const { version } = parseApiVersion(object.apiVersion);
    for (const cache of this.#owned.find({ group, version, kind }, namespace)) cache.remember(object);
  }

  health(): ReadonlyMap<string, CacheHealth> {
    return this.#caches.health();
  }

  async #followEach(
    objects: readonly VersionedReference[],
    cacheFor: (object: VersionedReference, mapping: ResourceMapping) => CacheLease | undefined,
    signal: AbortSignal,
  ): Promise<FollowedSet> {
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

  /** The cache of the kind if it holds the object already, else one for the object alone. */
  #anyCache(object: VersionedReference, mapping: ResourceMapping): CacheLease | undefined {
    const holding = this.#owned
      .find(mapping, object.namespace)
      .find((cache) => cache.get(object.namespace, object.name) !== undefined);
    if (holding !== undefined) return { cache: holding, release: () => undefined };
    if (this.#refusals.has(inventoryId(object))) return undefined;
    const namespace = object.namespace === '' ? undefined : object.namespace;
    return this.#caches.share(mapping, { namespace, fieldSelector: `metadata.name=${object.name}` });
  }
}

function kindKey(group: string, version: string, kind: string): string {
  return `${group}/${version}/${kind}`;
}
