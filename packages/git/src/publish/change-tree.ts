import { GitError } from '../git-error.ts';
import type { ObjectWriter } from './object-writer.ts';

/** Reads the content of a tree object. */
export type ReadTree = (hash: string, signal: AbortSignal) => Promise<Buffer>;

/** Files by name, and folders by name with what changes below them. */
interface Changes {
  readonly files: Map<string, string | Uint8Array>;
  readonly folders: Map<string, Changes>;
}

/** Writes a tree in which files have new contents, and the trees on the way to them; everything else stays, modes too. Answers its hash. */
export async function changeTree(
  tree: string,
  changes: ReadonlyMap<string, string | Uint8Array>,
  { read, writer }: { readonly read: ReadTree; readonly writer: ObjectWriter },
  signal: AbortSignal,
): Promise<string> {
  async function rewrite(hash: string, { files, folders }: Changes): Promise<string> {
    let content = await read(hash, signal);
    for (const [name, text] of files) {
      const blob = await writer.write('blob', typeof text === 'string' ? Buffer.from(text) : text);
      content = replaceEntry(content, name, blob);
    }
    for (const [name, inner] of folders) {
      content = replaceEntry(content, name, await rewrite(entryHash(content, name, hash.length), inner));
    }
    return writer.write('tree', content);
  }
  return rewrite(tree, grouped(changes));
}

function grouped(changes: ReadonlyMap<string, string | Uint8Array>): Changes {
  const root: Changes = { files: new Map(), folders: new Map() };
  for (const [path, text] of changes) {
    const names = path.split('/');
    const file = names.pop() ?? '';
    let folder = root;
    for (const name of names) {
      const inner = folder.folders.get(name) ?? { files: new Map(), folders: new Map() };
      folder.folders.set(name, inner);
      folder = inner;
    }
    folder.files.set(file, text);
  }
  return root;
}

/** The bytes behind `<mode> <name>\0`, where the hash of an entry stands. */
function hashOffset(content: Buffer, name: string, hashBytes: number): number {
  const wanted = Buffer.from(name);
  let at = 0;
  while (at < content.length) {
    const gap = content.indexOf(0x20, at);
    const end = content.indexOf(0, gap + 1);
    if (gap < 0 || end < 0) break;
    if (wanted.equals(content.subarray(gap + 1, end))) return end + 1;
    at = end + 1 + hashBytes;
  }
  throw new GitError('InvalidObject', `a tree has no entry ${JSON.stringify(name)}`);
}

function entryHash(content: Buffer, name: string, hashLength: number): string {
  const at = hashOffset(content, name, hashLength / 2);
  return content.toString('hex', at, at + hashLength / 2);
}

function replaceEntry(content: Buffer, name: string, hash: string): Buffer {
  const bytes = Buffer.from(hash, 'hex');
  const at = hashOffset(content, name, bytes.length);
  return Buffer.concat([content.subarray(0, at), bytes, content.subarray(at + bytes.length)]);
}
