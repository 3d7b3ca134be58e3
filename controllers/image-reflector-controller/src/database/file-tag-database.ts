import { DatabaseSync } from 'node:sqlite';
import { packTags, unpackTags } from './packed-tags.ts';
import type { TagDatabase } from './tag-database.ts';

/**
 * Keeps tags in an SQLite file, so that a restart needs no scan and policies answer at once. What the file holds is a cache: when it is lost
 * everything is scanned again.
 *
 * @param file is made when it does not exist; its folder has to
 */
export function createFileTagDatabase(file: string): TagDatabase {
  const database = new DatabaseSync(file);
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA busy_timeout = 5000;');
  database.exec(
    'CREATE TABLE IF NOT EXISTS scans (namespace TEXT, name TEXT, image TEXT, tags BLOB, PRIMARY KEY (namespace, name)) WITHOUT ROWID',
  );
  const read = database.prepare('SELECT tags FROM scans WHERE namespace = ? AND name = ? AND image = ?');
  const write = database.prepare('INSERT OR REPLACE INTO scans VALUES (?, ?, ?, ?)');
  const erase = database.prepare('DELETE FROM scans WHERE namespace = ? AND name = ?');
  return {
    tags({ namespace, name, image }) {
      const bytes = read.get(namespace, name, image)?.['tags'];
      return bytes instanceof Uint8Array ? unpackTags(bytes) : [];
    },
    setTags({ namespace, name, image }, tags) {
      const { bytes, checksum } = packTags(tags);
      write.run(namespace, name, image, bytes);
      return checksum;
    },
    remove: ({ namespace, name }) => void erase.run(namespace, name),
    close: () => database.close(),
  };
}
