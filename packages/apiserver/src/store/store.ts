import type { KubeObject } from '@flux19/objects';
import { Collection } from './collection.ts';
import { Entry } from './entry.ts';
import { storableObject } from './storable-object.ts';
import type { Storage, StorageState, StoredRecord } from './storage.ts';

export interface StoreOptions {
  readonly storage: Storage | undefined;
  /** Events kept per resource. */
  readonly eventHistory: number;
}

/**
 * Watches and readers see a write a moment before it is stored. A crash in that moment loses it, so a server that comes back
 * skips more revisions than can have been under way: none of them ever names two states, and a client that saw the lost
 * one is told to list again.
 */
const skippedRevisions = 10_000;

/** Every object of the cluster, under one counter of revisions. Writes are synchronous: nothing happens between reading and writing. */
export class Store {
  readonly #options: StoreOptions;
  readonly #collections = new Map<string, Collection>();
  #revision = 1;
  /** Settles when the storage has taken in every write so far. */
  #stored: Promise<void> | undefined;

  constructor(options: StoreOptions) {
    this.#options = options;
    const state = options.storage?.load();
    if (state === undefined) return;
    for (const record of state.records) {
      this.collection(record.resource).restore(new Entry(JSON.parse(record.json), record.revision));
      this.#revision = Math.max(this.#revision, record.revision);
    }
    this.#revision = Math.max(this.#revision, state.revision);
    if (state.revision > 0) this.#revision += skippedRevisions;
    for (const collection of this.#collections.values()) collection.compact(this.#revision);
  }

  /** The revision of the latest write. */
  get revision(): number {
    return this.#revision;
  }

  /** The objects of a resource, named by group and plural. */
  collection(resource: string): Collection {
    let collection = this.#collections.get(resource);
    if (collection === undefined) {
      collection = new Collection(resource, this.#options.eventHistory, this.#revision);
      this.#collections.set(resource, collection);
    }
    return collection;
  }

  /** Stores a new state of an object and gives it the next revision. The object must not be modified afterwards. */
  put(collection: Collection, object: KubeObject): Entry {
    const entry = this.#nextEntry(object);
    const previous = collection.get(entry.namespace, entry.name);
    this.#persist(collection, entry, entry.json());
    collection.record({ type: previous === undefined ? 'ADDED' : 'MODIFIED', entry, previous });
    return entry;
  }

  /** Removes an object; the returned entry holds its last state under the revision of the removal. */
  remove(collection: Collection, previous: Entry, lastState: KubeObject = previous.object): Entry {
    const entry = this.#nextEntry(lastState);
    this.#persist(collection, entry, undefined);
    collection.record({ type: 'DELETED', entry, previous });
    return entry;
  }

  /** Resolves when every write so far is stored; undefined when there is nothing to wait for. */
  settled(): Promise<void> | undefined {
    return this.#stored;
  }

  /** Everything, in storage form. */
  snapshot(): StorageState {
    const records: StoredRecord[] = [];
    for (const collection of this.#collections.values()) {
      for (const { namespace, name, revision, object } of collection.all()) {
        records.push({ resource: collection.resource, namespace, name, revision, json: new Entry(object, 0).json() });
      }
    }
    return { revision: this.#revision, records };
  }

  #nextEntry(object: KubeObject): Entry {
    this.#revision += 1;
    return new Entry(storableObject(object, this.#revision), this.#revision);
  }

  #persist(collection: Collection, entry: Entry, json: string | undefined): void {
    const { namespace, name, revision } = entry;
    const stored = this.#options.storage?.append({ resource: collection.resource, namespace, name, revision, json });
    if (stored === undefined) return;
    const forget = (): void => {
      if (this.#stored === pending) this.#stored = undefined;
    };
    const pending = Promise.all([this.#stored, stored]).then(forget);
    // Whoever wrote waits for it and reports the failure; the storage tries again, and what is read meanwhile is what it will hold.
    pending.catch(forget);
    this.#stored = pending;
  }
}
