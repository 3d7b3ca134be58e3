import type { Collection } from './collection.ts';
import type { Entry } from './entry.ts';
import type { StoreEvent } from './store-event.ts';

/** What one transaction of the storage changes about an object. */
interface Change {
  readonly collection: Collection;
  /** The state that is stored; undefined when there is none. */
  readonly before: Entry | undefined;
  /** The latest state that the transaction would store; undefined for a removal. */
  now: Entry | undefined;
}

/** The writes of a transaction that the storage has not taken in yet. */
export class UnstoredWrites {
  readonly #changes = new Map<string, Change>();

  add(collection: Collection, { type, entry, previous }: StoreEvent): void {
    const key = `${collection.resource}/${entry.key}`;
    const now = type === 'DELETED' ? undefined : entry;
    const known = this.#changes.get(key);
    if (known === undefined) this.#changes.set(key, { collection, before: previous, now });
    else known.now = now;
  }

  /** What has to be undone when the transaction fails, latest first: objects that nobody has written to since. */
  changes(): readonly Readonly<Change>[] {
    return [...this.#changes.entries()].toReversed().flatMap(([, change]) => {
      const name = (change.now ?? change.before)?.name ?? '';
      const namespace = (change.now ?? change.before)?.namespace ?? '';
      return change.collection.get(namespace, name) === change.now ? [change] : [];
    });
  }
}
