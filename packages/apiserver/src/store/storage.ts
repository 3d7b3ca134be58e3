/** One object as a storage keeps it. */
export interface StoredRecord {
  /** Group and plural: `apps/deployments`; the core group is empty: `/configmaps`. */
  readonly resource: string;
  /** Empty for cluster-scoped objects. */
  readonly namespace: string;
  readonly name: string;
  /** The resourceVersion of this state. */
  readonly revision: number;
  /** The object as JSON in its storage version. */
  readonly json: string;
}

/** One committed write: `json` is undefined when the object was deleted. */
export interface StorageWrite extends Omit<StoredRecord, 'json'> {
  readonly json: string | undefined;
}

/** Everything a storage remembers. */
export interface StorageState {
  /** The highest revision ever written, deletions included; 0 for a new storage. */
  readonly revision: number;
  readonly records: Iterable<StoredRecord>;
}

/** Keeps the API server's objects across restarts. Memory is the truth while the server runs; a storage only follows. */
export interface Storage {
  /** Reads everything; called once, before the first request. */
  load(): StorageState;
  /**
   * Appends one write. The answer to the client waits for the returned promise, so an implementation may gather several
   * writes into one transaction, and give each the same promise. When it rejects, nothing of the transaction may be stored: the server
   * undoes it, and answers those who wrote with a 500 that carries the message.
   */
  append(write: StorageWrite): void | Promise<void>;
  /**
   * Keeps a revision as the highest that was ever given, at once. Called before the first write after one that failed, and throws for as
   * long as nothing can be written.
   */
  keepRevision?(revision: number): void;
}
