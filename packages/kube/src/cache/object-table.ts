import type { KubeObject } from '@flux19/objects';
import type { CacheChange } from './cache-change.ts';
import { compareVersions } from './resource-version.ts';

/** Objects by namespace and name, and what each piece of news changes. No I/O. */
export class ObjectTable {
  readonly #namespaces = new Map<string, Map<string, KubeObject>>();
  /** Versions of objects that came from a write of our own and that the watch has not brought yet. */
  readonly #remembered = new Map<string, string>();
  /** Everything up to this version has been told; undefined before the first news. */
  #position: string | undefined;
  #size = 0;

  get size(): number {
    return this.#size;
  }

  get(namespace: string | undefined, name: string): KubeObject | undefined {
    return this.#namespaces.get(namespace ?? '')?.get(name);
  }

  list(namespace?: string): readonly KubeObject[] {
    if (namespace !== undefined) return [...(this.#namespaces.get(namespace)?.values() ?? [])];
    return [...this.#namespaces.values()].flatMap((objects) => [...objects.values()]);
  }

  /** News from the watch: the object was added or changed. */
  upsert(object: KubeObject): readonly CacheChange[] {
    this.#advance(versionOf(object));
    if (this.#isOlderThanRemembered(object)) return [];
    this.#remembered.delete(keyOf(object));
    return this.#store(object);
  }

  /** News from the watch: the object is gone. */
  remove(object: KubeObject): readonly CacheChange[] {
    this.#advance(versionOf(object));
    if (this.#isOlderThanRemembered(object)) return [];
    const known = this.get(object.metadata.namespace, object.metadata.name);
    if (known === undefined) return [];
    this.#drop(known);
    return [{ type: 'DELETED', object }];
  }

  /**
   * Takes over the answer of a write of our own, unless the watch was faster: what it has passed by is known already, and
   * may be gone again.
   */
  remember(object: KubeObject): readonly CacheChange[] {
    if (this.#position !== undefined && compareVersions(versionOf(object), this.#position) <= 0) return [];
    const known = this.get(object.metadata.namespace, object.metadata.name);
    if (known !== undefined && compareVersions(versionOf(object), versionOf(known)) <= 0) return [];
    this.#remembered.set(keyOf(object), versionOf(object));
    return this.#store(object);
  }

  /** The watch has brought everything up to this version: what it did not bring, it does not select. */
  reached(version: string): void {
    this.#advance(version);
    for (const [key, remembered] of this.#remembered) {
      if (compareVersions(remembered, version) <= 0) this.#remembered.delete(key);
    }
  }

  /** Takes over a whole list. Objects that it lacks are gone, even if nobody saw them go. */
  replace(objects: readonly KubeObject[], version: string): readonly CacheChange[] {
    this.reached(version);
    const listed = new Set<string>();
    const changes: CacheChange[] = [];
    for (const object of objects) {
      listed.add(keyOf(object));
      changes.push(...this.upsert(object));
    }
    for (const known of this.list()) {
      const key = keyOf(known);
      if (listed.has(key) || this.#remembered.has(key)) continue;
      this.#drop(known);
      changes.push({ type: 'DELETED', object: known });
    }
    return changes;
  }

  /** Forgets which objects came from own writes: for a server whose versions began anew. */
  distrust(): void {
    this.#remembered.clear();
    this.#position = undefined;
  }

  #advance(version: string): void {
    if (this.#position === undefined || compareVersions(version, this.#position) > 0) this.#position = version;
  }

  #store(object: KubeObject): readonly CacheChange[] {
    const { namespace = '', name } = object.metadata;
    const objects = this.#namespaces.get(namespace) ?? new Map<string, KubeObject>();
    const previous = objects.get(name);
    if (previous !== undefined && isSame(previous, object)) return [];
    objects.set(name, object);
    this.#namespaces.set(namespace, objects);
    if (previous === undefined) {
      this.#size += 1;
      return [{ type: 'ADDED', object }];
    }
    if (previous.metadata.uid === object.metadata.uid) return [{ type: 'MODIFIED', object, previous }];
    // Deleted and made anew while nobody watched: whoever cleans up after the old one must hear of its end.
    return [
      { type: 'DELETED', object: previous },
      { type: 'ADDED', object },
    ];
  }

  #drop({ metadata }: KubeObject): void {
    const { namespace = '', name } = metadata;
    const objects = this.#namespaces.get(namespace);
    if (objects?.delete(name) !== true) return;
    this.#size -= 1;
    this.#remembered.delete(`${namespace}/${name}`);
    if (objects.size === 0) this.#namespaces.delete(namespace);
  }

  #isOlderThanRemembered(object: KubeObject): boolean {
    const remembered = this.#remembered.get(keyOf(object));
    return remembered !== undefined && compareVersions(versionOf(object), remembered) < 0;
  }
}

function keyOf({ metadata }: KubeObject): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

function versionOf({ metadata }: KubeObject): string {
  return metadata.resourceVersion ?? '';
}

function isSame(a: KubeObject, b: KubeObject): boolean {
  return a.metadata.resourceVersion === b.metadata.resourceVersion && a.metadata.uid === b.metadata.uid;
}
