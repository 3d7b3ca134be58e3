import { GitError } from '../git-error.ts';
import type { GitFile, GitListing } from './git-files.ts';
import type { GitObject } from './object-parser.ts';
import { parseTree, type TreeEntry } from './parse-tree.ts';

/** Gives the object of a hash; throws when there is none. */
export type ReadObject = (hash: string, signal: AbortSignal) => Promise<GitObject>;

interface Folder {
  readonly path: string;
  readonly hash: string;
}

interface Found {
  readonly files: GitFile[];
  readonly links: string[];
  readonly submodules: { readonly path: string; readonly commit: string }[];
  readonly folders: Folder[];
}

/**
 * Walks the tree of a commit, level by level, all folders of a level at once. Files come out sorted by path.
 * Throws `GitError` `TooLarge` beyond `maximumEntries`: few small trees can name themselves often enough to make billions.
 */
export async function listTree(
  read: ReadObject,
  root: string,
  maximumEntries: number,
  signal: AbortSignal,
): Promise<GitListing> {
  const all: Found = { files: [], links: [], submodules: [], folders: [] };
  let level: readonly Folder[] = [{ path: '', hash: root }];
  let count = 0;
  while (level.length > 0) {
    const trees = await Promise.all(level.map((folder) => read(folder.hash, signal)));
    const next: Folder[] = [];
    for (const [index, tree] of trees.entries()) {
      const entries = parseTree(tree.content, root.length / 2);
      count += entries.length;
      if (count > maximumEntries) throw new GitError('TooLarge', `a commit has more than ${maximumEntries} files`);
      sortOut(entries, level[index]?.path ?? '', { ...all, folders: next });
    }
    level = next;
  }
  all.files.sort((a, b) => (a.path < b.path ? -1 : 1));
  return all;
}

function sortOut(entries: readonly TreeEntry[], folder: string, into: Found): void {
  for (const { kind, name, hash } of entries) {
    const path = folder === '' ? name : `${folder}/${name}`;
    if (kind === 'folder') into.folders.push({ path, hash });
    else if (kind === 'link') into.links.push(path);
    else if (kind === 'submodule') into.submodules.push({ path, commit: hash });
    else into.files.push({ path, hash, isExecutable: kind === 'executable' });
  }
}
