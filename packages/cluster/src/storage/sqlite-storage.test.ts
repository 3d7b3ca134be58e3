import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { suite, test } from 'node:test';
import { SqliteStorage, StorageError } from './sqlite-storage.ts';

const configMap = { resource: '/configmaps', namespace: 'default', name: 'settings' };

suite('SqliteStorage', () => {
  test('remembers the last state of every object and the highest revision across restarts', async () => {
    using folder = temporaryFolder();
    const storage = new SqliteStorage(join(folder.path, 'cluster.db'));
    await Promise.all([
      storage.append({ ...configMap, revision: 1, json: '{"v":1}' }),
      storage.append({ ...configMap, name: 'gone', revision: 2, json: '{}' }),
    ]);
    await storage.append({ ...configMap, revision: 3, json: '{"v":3}' });
    await storage.append({ ...configMap, name: 'gone', revision: 4, json: undefined });
    storage.close();
    const reopened = new SqliteStorage(join(folder.path, 'cluster.db'));
    const { revision, records } = reopened.load();
    assert.equal(revision, 4);
    assert.deepEqual(
      [...records].map((record) => ({ ...record })),
      [{ ...configMap, revision: 3, json: '{"v":3}' }],
    );
    reopened.close();
  });

  test('writes what is pending when it closes', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'cluster.db');
    const storage = new SqliteStorage(path);
    void storage.append({ ...configMap, revision: 1, json: '{}' });
    storage.close();
    const reopened = new SqliteStorage(path);
    assert.equal(reopened.load().revision, 1);
    reopened.close();
  });

  test('tells of a transaction that fails, and stores nothing of it', async () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'cluster.db');
    const storage = new SqliteStorage(path);
    const other = new DatabaseSync(path);
    other.exec('BEGIN IMMEDIATE');
    await assert.rejects(
      storage.append({ ...configMap, revision: 1, json: '{"v":1}' }),
      /the storage of the cluster cannot be written: database is locked/,
    );
    assert.throws(() => storage.keepRevision(7), /cannot be written: database is locked/);
    other.exec('ROLLBACK');
    other.close();
    storage.keepRevision(7);
    assert.equal(storage.load().revision, 7);
    await storage.append({ ...configMap, name: 'other', revision: 8, json: '{}' });
    assert.deepEqual(
      [...storage.load().records].map(({ name }) => name),
      ['other'],
    );
    storage.close();
  });

  test('refuses a file that is no database, and says which', () => {
    using folder = temporaryFolder();
    const path = join(folder.path, 'cluster.db');
    writeFileSync(path, 'these are somebody else’s notes, not a database\n'.repeat(50));
    assert.throws(
      () => new SqliteStorage(path),
      (thrown) => thrown instanceof StorageError && thrown.message.includes(path),
    );
  });
});

function temporaryFolder() {
  const path = mkdtempSync(join(tmpdir(), 'flux19-storage-'));
  return { path, [Symbol.dispose]: () => rmSync(path, { recursive: true }) };
}
