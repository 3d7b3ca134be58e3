import { type KubeObject, parseJson } from '@flux19/objects';
import { storageFailed } from '../errors/api-errors.ts';
import { Collection } from './collection.ts';
import { Entry } from './entry.ts';
import { storableObject } from './storable-object.ts';
import type { Storage, StorageState, StoredRecord } from './storage.ts';
import type { StoreEvent } from './store-event.ts';
import { UnstoredWrites } from './unstored-writes.ts';

export interface StoreOptions {
  readonly storage: Storage | undefined;
  /** Events kept per resource. */
  readonly eventHistory: number;
}

/**
 * Watches see a write a moment before it is stored. A crash in that moment loses it, so a server that comes back
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
  /** Writes that are not stored yet, by what the storage promised for them. */
  readonly #transactions = new Map<Promise<void>, UnstoredWrites>();
  #isStorageInDoubt = false;

  constructor(options: StoreOptions) {
    this.#options = options;
    const state = options.storage?.load();
    if (state === undefined) return;
    for (const record of state.records) {
      this.collection(record.resource).restore(
        new Entry(parseJson(record.json) as unknown as KubeObject, record.revision),
      );
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

  /** Every collection that was asked for so far. */
  collections(): readonly Collection[] {
    return [...this.#collections.values()];
  }

  /** Leaves out every revision up to the given one. */
  skipTo(revision: number): void {
    this.#revision = Math.max(this.#revision, revision);
  }

  /**
   * Stores a new state of an object and gives it the next revision. The object must not be modified afterwards. Throws
   * StatusError 500 while the storage takes nothing in.
   */
  put(collection: Collection, object: KubeObject): Entry {
    this.#checkStorage();
    const entry = this.#nextEntry(object);
    const previous = collection.get(entry.namespace, entry.name);
    this.#write(collection, { type: previous === undefined ? 'ADDED' : 'MODIFIED', entry, previous });
    return entry;
  }

  /** Removes an object; the returned entry holds its last state under the revision of the removal. Throws as `put`. */
  remove(collection: Collection, previous: Entry, lastState: KubeObject = previous.object): Entry {
    this.#checkStorage();
    const entry = this.#nextEntry(lastState);
    this.#write(collection, { type: 'DELETED', entry, previous });
    return entry;
  }

  /**
   * Resolves when every write so far is stored; undefined when there is nothing to wait for. Rejects when one of them was not: by then
   * the objects that it touched are as they were before it.
   */
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

  #write(collection: Collection, event: StoreEvent): void {
    const { namespace, name, revision } = event.entry;
    const json = event.type === 'DELETED' ? undefined : event.entry.json();
    const stored = refusing(() =>
      this.#options.storage?.append({ resource: collection.resource, namespace, name, revision, json }),
    );
    if (stored !== undefined) this.#follow(stored, collection, event);
    collection.record(event);
  }

  /** Waits for a transaction of the storage, which may hold several writes. */
  #follow(stored: Promise<void>, collection: Collection, event: StoreEvent): void {
    let transaction = this.#transactions.get(stored);
    if (transaction === undefined) {
      transaction = new UnstoredWrites();
      this.#transactions.set(stored, transaction);
      // Registered first, so that whoever waits for the transaction sees the objects as they were.
      stored.catch(() => this.#undo(stored));
    }
    transaction.add(collection, event);
    const forget = (): void => {
      this.#transactions.delete(stored);
      if (this.#stored === pending) this.#stored = undefined;
    };
    const pending = Promise.all([this.#stored, stored]).then(forget);
    // Whoever wrote waits for it and reports the failure.
    pending.catch(forget);
    this.#stored = pending;
  }

  /** Brings the objects of a transaction that failed back to what is stored, in full view of whoever watches. */
  #undo(stored: Promise<void>): void {
    const transaction = this.#transactions.get(stored);
    for (const { collection, before, now } of transaction?.changes() ?? []) {
      const isSame =
        before !== undefined && now !== undefined && before.object.metadata.uid === now.object.metadata.uid;
      if (now !== undefined && !isSame) {
        collection.record({ type: 'DELETED', entry: this.#nextEntry(now.object), previous: now });
      }
      if (before === undefined) continue;
      const entry = this.#nextEntry(before.object);
      collection.record({ type: isSame ? 'MODIFIED' : 'ADDED', entry, previous: isSame ? now : undefined });
    }
    this.#isStorageInDoubt = true;
  }

  /** After a failure nothing is written, nor a revision used up, before the storage has shown that it takes something in. */
  #checkStorage(): void {
    if (!this.#isStorageInDoubt) return;
    refusing(() => this.#options.storage?.keepRevision?.(this.#revision));
    this.#isStorageInDoubt = false;
  }
}

/** Turns a failure of the storage into a refusal of the request. */
function refusing<Value>(act: () => Value): Value {
  try {
    return act();
  } catch (thrown) {
    throw storageFailed(thrown);
  }
}
