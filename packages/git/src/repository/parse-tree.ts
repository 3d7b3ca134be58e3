import { GitError } from '../git-error.ts';

/** One name in a folder of a commit. */
export interface TreeEntry {
  readonly kind: 'folder' | 'file' | 'executable' | 'link' | 'submodule';
  readonly name: string;
  readonly hash: string;
}

/** Reads a tree object: `<octal mode> <name>\0<hash>`, over and over. Throws `GitError` `InvalidObject`. */
export function parseTree(content: Buffer, hashBytes: number): TreeEntry[] {
  const entries: TreeEntry[] = [];
  let at = 0;
  while (at < content.length) {
    const gap = content.indexOf(0x20, at);
    const end = content.indexOf(0, gap + 1);
    if (gap < 0 || end < 0 || end + hashBytes >= content.length + 1) throw invalid('a tree is cut off');
    const name = content.toString('utf8', gap + 1, end);
    if (isUnsafe(name)) throw invalid(`a tree holds the unsafe name ${JSON.stringify(name)}`);
    const hash = content.toString('hex', end + 1, end + 1 + hashBytes);
    entries.push({ kind: kindOf(content.toString('latin1', at, gap)), name, hash });
    at = end + 1 + hashBytes;
  }
  return entries;
}

function kindOf(mode: string): TreeEntry['kind'] {
  if (mode === '40000') return 'folder';
  if (mode === '120000') return 'link';
  if (mode === '160000') return 'submodule';
  // Old repositories know further modes of files, such as 100664; what counts is whether the owner may run it.
  return (Number.parseInt(mode, 8) & 0o100) === 0 ? 'file' : 'executable';
}

/** Names that could lead out of the folder or into git's own files, whatever the file system's idea of case is. */
function isUnsafe(name: string): boolean {
  return name === '' || name === '.' || name === '..' || name.includes('/') || name.toLowerCase() === '.git';
}

function invalid(message: string): GitError {
  return new GitError('InvalidObject', message);
}
