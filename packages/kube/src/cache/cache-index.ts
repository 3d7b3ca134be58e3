import type { KubeObject } from '@flux19/objects';
import type { CacheChange, Unsubscribe } from './cache-change.ts';
import type { ObjectCache } from './object-cache.ts';

/** Finds objects of a cache by something that they say: which Kustomizations have this source? */
export class CacheIndex {
  readonly #keysOf: (object: KubeObject) => Iterable<string>;
  readonly #objects = new Map<string, Set<string>>();
  readonly #keys = new Map<string, readonly string[]>();
  readonly #cache: ObjectCache;
  readonly #unsubscribe: Unsubscribe;

  /** @param keysOf what an object is to be found by; must depend on nothing but the object */
  constructor(cache: ObjectCache, keysOf: (object: KubeObject) => Iterable<string>) {
    this.#cache = cache;
    this.#keysOf = keysOf;
    this.#unsubscribe = cache.onChange((change) => this.#update(change));
    for (const object of cache.list()) this.#update({ type: 'ADDED', object });
  }

  /** Objects that this key belongs to, as the cache holds them now. */
  lookup(key: string): readonly KubeObject[] {
    const found: KubeObject[] = [];
    for (const place of this.#objects.get(key) ?? []) {
      const slash = place.indexOf('/');
      const object = this.#cache.get(place.slice(0, slash), place.slice(slash + 1));
      if (object !== undefined) found.push(object);
    }
    return found;
  }

  close(): void {
    this.#unsubscribe();
  }

  #update({ type, object }: CacheChange): void {
    const place = `${object.metadata.namespace ?? ''}/${object.metadata.name}`;
    for (const key of this.#keys.get(place) ?? []) this.#remove(key, place);
    this.#keys.delete(place);
    if (type === 'DELETED') return;
    const keys = [...new Set(this.#keysOf(object))];
    if (keys.length > 0) this.#keys.set(place, keys);
    for (const key of keys) this.#add(key, place);
  }

  #add(key: string, place: string): void {
    const places = this.#objects.get(key);
    if (places === undefined) this.#objects.set(key, new Set([place]));
    else places.add(place);
  }

  #remove(key: string, place: string): void {
    const places = this.#objects.get(key);
    places?.delete(place);
    if (places?.size === 0) this.#objects.delete(key);
  }
}
