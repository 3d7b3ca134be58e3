import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, suite, test } from 'node:test';
import { adler32 } from './adler32.ts';
import { createFileTagDatabase } from './file-tag-database.ts';
import { createMemoryTagDatabase } from './memory-tag-database.ts';

const folder = mkdtempSync(join(tmpdir(), 'flux19-tags-'));
const identity = { namespace: 'apps', name: 'app', image: 'registry.test/app' };

suite('TagDatabase', () => {
  after(() => rmSync(folder, { recursive: true }));

  for (const [kind, open] of [
    ['memory', createMemoryTagDatabase],
    ['file', () => createFileTagDatabase(join(folder, 'one.db'))],
  ] as const) {
    test(`keeps the tags of the last scan of an image (${kind})`, () => {
      const database = open();
      assert.deepEqual(database.tags(identity), []);
      const first = database.setTags(identity, ['v2', 'v1']);
      assert.deepEqual(database.tags(identity), ['v2', 'v1']);
      assert.notEqual(database.setTags(identity, ['v2']), first);
      assert.deepEqual(database.tags({ ...identity, image: 'registry.test/other' }), []);
      database.setTags({ ...identity, name: 'second' }, ['x']);
      database.remove(identity);
      assert.deepEqual(database.tags(identity), []);
      assert.deepEqual(database.tags({ ...identity, name: 'second' }), ['x']);
      database.close();
    });
  }

  test('still knows everything after a restart', () => {
    const file = join(folder, 'two.db');
    const before = createFileTagDatabase(file);
    before.setTags(identity, ['v1']);
    before.close();
    const later = createFileTagDatabase(file);
    assert.deepEqual(later.tags(identity), ['v1']);
    later.close();
  });

  test('keeps thousands of tags in little space', () => {
    const file = join(folder, 'three.db');
    const database = createFileTagDatabase(file);
    const tags = Array.from({ length: 2000 }, (_, i) => `main-${(i * 7919).toString(16).padStart(8, '0')}-${i}`);
    for (let i = 0; i < 20; i += 1) database.setTags({ ...identity, name: `app-${i}` }, tags);
    database.close();
    assert.ok(statSync(file).size < 20 * 20_000, `${statSync(file).size} bytes`);
  });
});

suite('adler32', () => {
  test('computes the checksum of RFC 1950', () => {
    assert.equal(adler32(Buffer.from('Wikipedia')), 0x11e60398);
    assert.equal(adler32(Buffer.alloc(0)), 1);
    assert.equal(adler32(Buffer.alloc(100_000, 0xff)), 0x149a_302c);
  });
});
