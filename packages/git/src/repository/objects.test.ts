import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { suite, test } from 'node:test';
import fc from 'fast-check';
import { listTree } from './list-tree.ts';
import { type GitObject, ObjectParser } from './object-parser.ts';
import { parseCommit, parseTag } from './parse-object.ts';
import { parseTree } from './parse-tree.ts';

const { signal } = new AbortController();
const hashOf = (content: Uint8Array) => createHash('sha1').update(content).digest('hex');
const object = (type: GitObject['type'], text: string | Buffer): GitObject => {
  const content = Buffer.from(text);
  return { hash: hashOf(content), type, content };
};

/** A tree object of mode, name and hash. */
function tree(entries: readonly (readonly [string, string, string])[]): Buffer {
  return Buffer.concat(
    entries.flatMap(([mode, name, hash]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(hash, 'hex')]),
  );
}

suite('ObjectParser', () => {
  test('takes answers apart however they are cut', () => {
    const contents = fc.array(fc.option(fc.uint8Array({ maxLength: 300 }), { nil: undefined }), { maxLength: 8 });
    const property = fc.property(
      contents,
      fc.array(fc.integer({ min: 1, max: 90 }), { minLength: 1 }),
      (wanted, cuts) => {
        const parts = wanted.map((content) =>
          content === undefined
            ? Buffer.from('refs/heads/x missing\n')
            : Buffer.concat([Buffer.from(`${'a'.repeat(40)} blob ${content.length}\n`), content, Buffer.from('\n')]),
        );
        const stream = Buffer.concat(parts);
        const found: (Uint8Array | undefined)[] = [];
        const parser = new ObjectParser(1000, (each) => found.push(each?.content));
        for (let at = 0, cut = 0; at < stream.length; cut += 1) {
          const size = cuts[cut % cuts.length] ?? 1;
          parser.push(stream.subarray(at, at + size));
          at += size;
        }
        assert.deepEqual(
          found.map((each) => each && [...each]),
          wanted.map((each) => each && [...each]),
        );
      },
    );
    fc.assert(property, { numRuns: 200 });
  });

  test('refuses an object that is too large before reading it', () => {
    const parser = new ObjectParser(10, () => undefined);
    assert.throws(() => parser.push(Buffer.from(`${'a'.repeat(40)} blob 11\n`)), { reason: 'TooLarge' });
  });
});

suite('parseTree', () => {
  const hash = 'ab'.repeat(20);

  test('reads names, kinds and hashes', () => {
    const content = tree([
      ['100644', 'a.txt', hash],
      ['100755', 'run', hash],
      ['120000', 'link', hash],
      ['40000', 'folder', hash],
      ['160000', 'module', hash],
    ]);
    const kinds = parseTree(content, 20).map(({ kind, name }) => `${kind} ${name}`);
    assert.deepEqual(kinds, ['file a.txt', 'executable run', 'link link', 'folder folder', 'submodule module']);
  });

  test('refuses names that lead elsewhere', () => {
    for (const name of ['.', '..', '.git', '.GIT', '.Git', 'a/b', '']) {
      assert.throws(() => parseTree(tree([['100644', name, hash]]), 20), { reason: 'InvalidObject' }, name);
    }
  });

  test('throws nothing but its own error for any bytes', () => {
    const property = fc.property(fc.uint8Array({ maxLength: 80 }), (bytes) => {
      try {
        parseTree(Buffer.from(bytes), 20);
      } catch (error) {
        assert.equal((error as Error).name, 'GitError');
      }
    });
    fc.assert(property, { numRuns: 500 });
  });
});

suite('listTree', () => {
  test('stops at trees that name themselves over and over', async () => {
    const store = new Map<string, GitObject>();
    const add = (content: Buffer): string => {
      const added = object('tree', content);
      store.set(added.hash, added);
      return added.hash;
    };
    let root = add(tree([['100644', 'a', 'ab'.repeat(20)]]));
    for (let level = 0; level < 20; level += 1) {
      root = add(tree(Array.from({ length: 10 }, (_, i) => ['40000', `d${i}`, root] as const)));
    }
    const read = async (hash: string) => store.get(hash) ?? assert.fail();
    await assert.rejects(listTree(read, root, 5000, signal), { reason: 'TooLarge' });
  });
});

suite('parseCommit', () => {
  test('reads people, parents and message, and what was signed', () => {
    const head = `tree ${'1'.repeat(40)}\nparent ${'2'.repeat(40)}\nparent ${'3'.repeat(40)}\n`;
    const people = 'author Ada L <ada@example.org> 1767225600 +0100\ncommitter Bob <> 1767225700 -0300\n';
    const signature = 'gpgsig -----BEGIN SSH SIGNATURE-----\n abc\n \n -----END SSH SIGNATURE-----\n';
    const commit = parseCommit(object('commit', `${head}${people}${signature}\nTitle\n\nBody ü\n`));
    assert.equal(commit.tree, '1'.repeat(40));
    assert.deepEqual(commit.parents, ['2'.repeat(40), '3'.repeat(40)]);
    assert.deepEqual(commit.author, { name: 'Ada L', email: 'ada@example.org', when: 1767225600_000 });
    assert.deepEqual(commit.committer, { name: 'Bob', email: '', when: 1767225700_000 });
    assert.equal(commit.message, 'Title\n\nBody ü\n');
    assert.equal(commit.signature, '-----BEGIN SSH SIGNATURE-----\nabc\n\n-----END SSH SIGNATURE-----');
    assert.equal(Buffer.from(commit.payload).toString(), `${head}${people}\nTitle\n\nBody ü\n`);
  });

  test('reads a tag with umlauts before its signature', () => {
    const head = `object ${'1'.repeat(40)}\ntype commit\ntag v1\ntagger Ada <a@b> 1 +0000\n\nümlaut\n`;
    const tag = parseTag(object('tag', `${head}-----BEGIN PGP SIGNATURE-----\nx\n-----END PGP SIGNATURE-----\n`));
    assert.equal(tag.name, 'v1');
    assert.equal(tag.message, 'ümlaut\n');
    assert.equal(Buffer.from(tag.payload).toString(), head);
    assert.match(tag.signature, /^-----BEGIN PGP SIGNATURE-----/);
  });
});
