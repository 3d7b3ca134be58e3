import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, suite, test } from 'node:test';
import { gzipSync } from 'node:zlib';
import {
  type ArchiveEntry,
  type ArchiveLimits,
  defaultArchiveLimits,
  readArchive,
  writeArchive,
} from '@flux19/artifacts';
import { tarHeader } from '@flux19/tar';
import fc from 'fast-check';

const { signal } = new AbortController();
const file = (path: string, content = 'x', isExecutable = false): ArchiveEntry => {
  return { kind: 'file', path, isExecutable, content: Buffer.from(content) };
};

/** A tar.gz with one entry of any type and name, as an attacker would write it. */
function hostile(name: string, type: string): Buffer {
  const header = tarHeader({ type: 'file', name, mode: 0o600, sizeBytes: 0 });
  header.write(type, 156, 'latin1');
  header.write('        ', 148, 'latin1');
  return gzipSync(Buffer.concat([header, Buffer.alloc(1024)]));
}

suite('archive', () => {
  let folder: string;
  let count = 0;
  const read = (bytes: Uint8Array, limits: Partial<ArchiveLimits> = {}, skipLinks = false) =>
    readArchive(bytes, { ...defaultArchiveLimits, ...limits }, { skipLinks });

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'flux19-archive-'));
  });
  after(() => rm(folder, { recursive: true, force: true }));

  async function pack(entries: readonly ArchiveEntry[]): Promise<{ bytes: Buffer; digest: string }> {
    count += 1;
    const path = join(folder, `${count}.tar.gz`);
    const { digest } = await writeArchive(path, entries, signal);
    return { bytes: await readFile(path), digest };
  }

  test('reads back what was written, whatever the names and contents', async () => {
    const name = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 });
    const part = name.filter((text) => !/[/\0]/.test(text) && text !== '.' && text !== '..');
    const path = fc.array(part, { minLength: 1, maxLength: 6 }).map((parts) => parts.join('/'));
    const content = fc.uint8Array({ maxLength: 1200 }).map((bytes) => Buffer.from(bytes));
    const shape = { kind: fc.constant('file' as const), path, isExecutable: fc.boolean(), content };
    const entry = fc.record(shape, { noNullPrototype: true });
    const property = fc.asyncProperty(fc.array(entry, { maxLength: 5 }), async (entries) => {
      const { bytes } = await pack(entries);
      assert.deepEqual(await read(bytes), entries);
    });
    await fc.assert(property, { numRuns: 60 });
  });

  test('gives the same bytes for the same entries', async () => {
    const entries: ArchiveEntry[] = [
      { kind: 'folder', path: '.' },
      { kind: 'folder', path: 'a' },
      file('a/b', 'c', true),
    ];
    const [one, two] = [await pack(entries), await pack(entries)];
    assert.equal(one.digest, two.digest);
    assert.deepEqual(await read(one.bytes), entries);
  });

  test('refuses paths that lead out', async () => {
    for (const name of ['../x', 'a/../../x', '/etc/passwd', 'a/..']) {
      await assert.rejects(read(hostile(name, '0')), { reason: 'InvalidArchive' }, name);
    }
  });

  test('refuses links and devices, and passes over symbolic ones when told to', async () => {
    for (const type of ['1', '2', '3', '4', '6']) {
      await assert.rejects(read(hostile('a', type)), { reason: 'InvalidArchive' });
    }
    assert.deepEqual(await read(hostile('a', '2'), {}, true), []);
    await assert.rejects(read(hostile('a', '1'), {}, true), { reason: 'InvalidArchive' });
  });

  test('stops at a bomb', async () => {
    const bomb = gzipSync(Buffer.alloc(8 * 1024 * 1024));
    await assert.rejects(read(bomb, { unpackedBytes: 1024 * 1024 }), { reason: 'TooLarge' });
    const { bytes } = await pack(Array.from({ length: 20 }, (_, i) => file(`f${i}`)));
    await assert.rejects(read(bytes, { entries: 10 }), { reason: 'TooLarge' });
    await assert.rejects(read(randomBytes(2000), { compressedBytes: 1000 }), { reason: 'TooLarge' });
  });

  test('refuses what is cut off or no archive', async () => {
    await assert.rejects(read(Buffer.from('hello')), { reason: 'InvalidArchive' });
    await assert.rejects(read(gzipSync(tarHeader({ type: 'file', name: 'a', mode: 0o600, sizeBytes: 4096 }))), {
      reason: 'InvalidArchive',
    });
  });

  test('never throws anything but its own error for damaged tar files', async () => {
    const { bytes } = await pack([file('a/b', 'content'), file('x'.repeat(200), 'more')]);
    const tar = await import('node:zlib').then(({ gunzipSync }) => gunzipSync(bytes));
    const damage = fc.array(fc.tuple(fc.nat(tar.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    const property = fc.asyncProperty(damage, async (changes) => {
      const damaged = Buffer.from(tar);
      for (const [at, value] of changes) damaged[at] = value;
      await read(gzipSync(damaged)).catch((error) => assert.equal(error.name, 'ArtifactError', error));
    });
    await fc.assert(property, { numRuns: 200 });
  });
});
