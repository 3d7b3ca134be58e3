import type { CacheLease, ObjectCache, ResourceMapping, SharedCaches } from '@flux19/kube';
import type { Clock } from '@flux19/ports';
import { WatchRefusals } from './watch-refusals.ts';

export interface OwnedCachesOptions {
  readonly caches: SharedCaches;
  readonly ownerLabel: string;
  readonly clock: Clock;
}

/**
 * Caches of the objects that carry the owner label, kept for good: one per kind, or one per kind and namespace for an identity that has no
 * rights in the whole cluster. What may not be watched at all has none.
 */
export class OwnedCaches {
  readonly #options: OwnedCachesOptions;
  readonly #refusals: WatchRefusals;
  readonly #leases = new Map<string, CacheLease>();

  constructor(options: OwnedCachesOptions) {
    this.#options = options;
    this.#refusals = new WatchRefusals(options.clock);
  }

  /** A share in the widest cache that was not refused; undefined when the identity may watch none. It need not be released. */
  lease(mapping: ResourceMapping, namespace: string): CacheLease | undefined {
    const place = placesOf(mapping, namespace).find((candidate) => !this.#refusals.has(candidate.key));
    if (place === undefined) return undefined;
    const known = this.#leases.get(place.key);
    if (known !== undefined) return { cache: known.cache, release: () => undefined };
    const { caches, ownerLabel } = this.#options;
    const selection = { labelSelector: ownerLabel, ...(place.namespace === '' ? {} : { namespace: place.namespace }) };
    const lease = caches.share(mapping, selection);
    this.#leases.set(place.key, lease);
    return { cache: lease.cache, release: () => undefined };
  }

  /** The caches that would hold an object of a kind in a namespace. */
  find(kind: Pick<ResourceMapping, 'group' | 'version' | 'kind'>, namespace: string): readonly ObjectCache[] {
    return ['', namespace].flatMap((place) => this.#leases.get(keyOf(kind, place))?.cache ?? []);
  }

  /** Gives up caches that the server refuses to fill. True when there were any: then others take their place. */
  dropForbidden(): boolean {
    const forbidden = [...this.#leases].filter(([, { cache }]) => cache.isForbidden);
    for (const [key, lease] of forbidden) {
      this.#refusals.note(key);
      this.#leases.delete(key);
      lease.release();
    }
    return forbidden.length > 0;
  }
}

interface Place {
  readonly key: string;
  /** Empty for the whole cluster. */
  readonly namespace: string;
}

/** From the widest to the narrowest. */
function placesOf(mapping: ResourceMapping, namespace: string): readonly Place[] {
  const places = mapping.namespaced && namespace !== '' ? ['', namespace] : [''];
  return places.map((place) => ({ key: keyOf(mapping, place), namespace: place }));
}

function keyOf(
  { group, version, kind }: Pick<ResourceMapping, 'group' | 'version' | 'kind'>,
  namespace: string,
): string {
  return `${group}/${version}/${kind}|${namespace}`;
}
