import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { suite, test } from 'node:test';
import { readTar, type TarHeader, tarEnd, tarHeader, tarPadding, tarPath } from '@flux19/tar';
import fc from 'fast-check';

interface Given extends Omit<TarHeader, 'sizeBytes'> {
  readonly target: string;
  readonly content: Buffer;
}

function pack(entries: readonly Given[]): Buffer {
  const parts = entries.flatMap(({ content, ...entry }) => [
    tarHeader({ ...entry, sizeBytes: content.length }),
    content,
    tarPadding(content.length),
  ]);
  return Buffer.concat([...parts, tarEnd()]);
}

const file = (name: string, content: string): Given => {
  return { type: 'file', name, mode: 0o644, target: '', content: Buffer.from(content) };
};

/** What the system's tar says of an archive, a line for each entry. */
function listWithTar(archive: Buffer): Promise<string[]> {
  return new Promise((resolve, reject) => {
    const child = execFile('tar', ['-tvf', '-'], { env: { LC_ALL: 'C.UTF-8' } }, (error, stdout) => {
      if (error === null) resolve(stdout.trimEnd().split('\n'));
      else reject(error);
    });
    child.stdin?.end(archive);
  });
}

suite('tar', () => {
  test('reads back what was written, whatever the names, targets and contents', () => {
    const text = fc.string({ unit: 'grapheme', minLength: 1, maxLength: 300 }).filter((name) => !name.includes('\0'));
    const common = { mode: fc.integer({ min: 0, max: 0o7777 }) };
    const plain = text.filter((name) => !name.endsWith('/'));
    const files = fc.record({
      ...common,
      type: fc.constant('file' as const),
      name: plain,
      target: fc.constant(''),
      content: fc.uint8Array({ maxLength: 1200 }).map((bytes) => Buffer.from(bytes)),
    });
    const others = fc.record({
      ...common,
      type: fc.constantFrom('link' as const, 'hardLink' as const, 'folder' as const),
      name: plain,
      target: text,
      content: fc.constant(Buffer.alloc(0)),
    });
    const property = fc.property(fc.array(fc.oneof(files, others), { maxLength: 5 }), (entries) => {
      assert.deepEqual(
        [...readTar(pack(entries))],
        entries.map((entry) => ({ ...entry })),
      );
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('writes what the system tar reads', async () => {
    const long = `${'folder/'.repeat(30)}ä`;
    const listed = await listWithTar(
      pack([
        file('a/b', 'content'),
        file(long, ''),
        { type: 'folder', name: 'c/', mode: 0o755, target: '', content: Buffer.alloc(0) },
        { type: 'link', name: 'd', mode: 0o777, target: 'a/b', content: Buffer.alloc(0) },
      ]),
    );
    const shown = listed.map((line) => line.replace(/ +/g, ' '));
    assert.deepEqual(shown, [
      '-rw-r--r-- 0/0 7 1970-01-01 00:00 a/b',
      `-rw-r--r-- 0/0 0 1970-01-01 00:00 ${long}`,
      'drwxr-xr-x 0/0 0 1970-01-01 00:00 c/',
      'lrwxrwxrwx 0/0 0 1970-01-01 00:00 d -> a/b',
    ]);
  });

  test('says what is wrong with a damaged archive', () => {
    const whole = pack([file('a', 'x'.repeat(2000))]);
    assert.throws(() => [...readTar(whole.subarray(0, 1024))], { name: 'TarError', message: 'it is cut off' });
    const damage = fc.array(fc.tuple(fc.nat(whole.length - 1), fc.nat(255)), { minLength: 1, maxLength: 8 });
    const property = fc.property(damage, (changes) => {
      const damaged = Buffer.from(whole);
      for (const [at, value] of changes) damaged[at] = value;
      try {
        for (const entry of readTar(damaged)) assert.ok(entry.content.length <= damaged.length);
      } catch (thrown) {
        assert.equal(thrown instanceof Error && thrown.name, 'TarError');
      }
    });
    fc.assert(property, { numRuns: 200 });
  });

  test('takes a path apart and refuses one that leads out', () => {
    assert.deepEqual(tarPath('./a//b/'), ['a', 'b']);
    assert.deepEqual(tarPath('.'), []);
    for (const name of ['..', 'a/../b', 'a\0b']) assert.throws(() => tarPath(name), { name: 'TarError' });
  });
});
