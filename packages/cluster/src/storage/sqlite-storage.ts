import { DatabaseSync, type StatementSync } from 'node:sqlite';
import type { Storage, StorageState, StorageWrite, StoredRecord } from '@flux19/apiserver';

const layout = `
  CREATE TABLE IF NOT EXISTS objects (
    resource TEXT NOT NULL, namespace TEXT NOT NULL, name TEXT NOT NULL,
    revision INTEGER NOT NULL, json TEXT NOT NULL,
    PRIMARY KEY (resource, namespace, name)
  ) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS counters (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
`;

/** Version of the layout above; a file of another version is refused, not guessed at. */
const layoutVersion = 1;

/** A database of another program, or of another version of this one. */
export class StorageError extends Error {
  override readonly name = 'StorageError';
}

/**
 * Keeps the objects of the cluster in one SQLite file. Writes that arrive together share a transaction; each is durable
 * against a crash of the process when its promise resolves (write-ahead log, synchronous NORMAL: a power cut may lose the
 * last transactions but never damages the file). When a transaction fails, its promise rejects, and nothing of it is stored.
 */
export class SqliteStorage implements Storage {
  readonly #database: DatabaseSync;
  readonly #put: StatementSync;
  readonly #remove: StatementSync;
  readonly #count: StatementSync;
  #pending: StorageWrite[] = [];
  #flush: Promise<void> | undefined;

  /** Opens or creates the file. Throws StorageError when it is no database of this layout, or the system's error. */
  constructor(path: string) {
    this.#database = open(path);
    this.#put = this.#database.prepare('INSERT OR REPLACE INTO objects VALUES (?, ?, ?, ?, ?)');
    this.#remove = this.#database.prepare('DELETE FROM objects WHERE resource = ? AND namespace = ? AND name = ?');
    this.#count = this.#database.prepare("INSERT OR REPLACE INTO counters VALUES ('revision', ?)");
  }

  load(): StorageState {
    const counter = this.#database.prepare("SELECT value FROM counters WHERE name = 'revision'").get();
    const records = this.#database.prepare('SELECT resource, namespace, name, revision, json FROM objects').all();
    return { revision: Number(counter?.['value'] ?? 0), records: records as unknown as StoredRecord[] };
  }

  append(write: StorageWrite): Promise<void> {
    this.#pending.push(write);
    this.#flush ??= new Promise<void>((resolve, reject) => {
      setImmediate(() => {
        try {
          this.#commit();
          resolve();
        } catch (thrown) {
          reject(thrown);
        }
      });
    });
    return this.#flush;
  }

  keepRevision(revision: number): void {
    try {
      this.#count.run(revision);
    } catch (thrown) {
      throw storageFailure(thrown);
    }
  }

  /** Writes what is pending and closes the file. */
  close(): void {
    if (!this.#database.isOpen) return;
    try {
      this.#commit();
    } finally {
      this.#database.close();
    }
  }

  #commit(): void {
    const writes = this.#pending;
    this.#pending = [];
    this.#flush = undefined;
    if (writes.length === 0) return;
    try {
      this.#database.exec('BEGIN');
      for (const write of writes) this.#apply(write);
      this.#count.run(Math.max(...writes.map(({ revision }) => revision)));
      this.#database.exec('COMMIT');
    } catch (thrown) {
      // SQLite ends the transaction itself when the disk is full.
      if (this.#database.isTransaction) this.#database.exec('ROLLBACK');
      throw storageFailure(thrown);
    }
  }

  #apply({ resource, namespace, name, revision, json }: StorageWrite): void {
    if (json === undefined) this.#remove.run(resource, namespace, name);
    else this.#put.run(resource, namespace, name, revision, json);
  }
}

/** SQLITE_FULL: https://www.sqlite.org/rescode.html#full */
const fullCode = 13;

/** What etcd, and Kubernetes with it, says when there is no room left; some clients look for it. */
const spaceExceeded = 'etcdserver: mvcc: database space exceeded: ';

function storageFailure(thrown: unknown): StorageError {
  const why = thrown instanceof Error ? thrown.message : String(thrown);
  const isFull = thrown instanceof Error && (thrown as { readonly errcode?: unknown }).errcode === fullCode;
  const message = `${isFull ? spaceExceeded : ''}the storage of the cluster cannot be written: ${why}`;
  return new StorageError(message, { cause: thrown });
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path);
  try {
    database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL');
    const version = Number(database.prepare('PRAGMA user_version').get()?.['user_version']);
    if (version !== 0 && version !== layoutVersion) {
      throw new StorageError(
        `${path} was written by another version of the cluster (layout ${version}, not ${layoutVersion})`,
      );
    }
    database.exec(layout);
    database.exec(`PRAGMA user_version = ${layoutVersion}`);
    return database;
  } catch (thrown) {
    database.close();
    if (thrown instanceof StorageError) throw thrown;
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new StorageError(`${path} cannot be used as the storage of the cluster: ${why}`, { cause: thrown });
  }
}
