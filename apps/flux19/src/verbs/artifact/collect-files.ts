import type { Dirent, Stats } from 'node:fs';
import { lstat, readdir, readFile, realpath, stat } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { type ArchiveEntry, type IgnoreFilter, sourceIgnoreFilter } from '@flux19/artifacts';

/** What is packed, and how. */
export interface CollectOptions {
  /** Patterns in the syntax of .gitignore. */
  readonly ignore: readonly string[];
  /** Links become what they lead to; they are left out otherwise. */
  readonly resolveLinks: boolean;
}

/** Always left out by artifacts; here only the given patterns count. */
const takenBack = ['!.git/', '!.gitignore', '!.gitmodules', '!.gitattributes'];

/** The files of a folder in the order of their names, or a single file as if it lay in one of its own. */
export async function collectFiles(path: string, { ignore, resolveLinks }: CollectOptions): Promise<ArchiveEntry[]> {
  const isIgnored = sourceIgnoreFilter(new Map(), [...takenBack, ...ignore].join('\n'));
  const status = await stat(path);
  const root: ArchiveEntry = { kind: 'folder', path: '.' };
  if (!status.isDirectory()) {
    const name = basename(path);
    return isIgnored(name, false) ? [root] : [root, await readEntry(path, name, status)];
  }
  const entries = [root];
  await collectFolder({ path, prefix: '', isIgnored, resolveLinks, above: [] }, entries);
  return entries;
}

interface FolderVisit {
  readonly path: string;
  /** Of the paths in the archive: empty, or `a/b/`. */
  readonly prefix: string;
  readonly isIgnored: IgnoreFilter;
  readonly resolveLinks: boolean;
  /** Real paths of the folders on the way here: a link to one of them leads in circles. */
  readonly above: readonly string[];
}

async function collectFolder(visit: FolderVisit, entries: ArchiveEntry[]): Promise<void> {
  const real = await realpath(visit.path);
  if (visit.above.includes(real)) return;
  const children = await readdir(visit.path, { withFileTypes: true });
  const sorted = children.toSorted((a, b) => (a.name < b.name ? -1 : 1));
  for (const child of sorted) await collectChild({ ...visit, above: [...visit.above, real] }, child, entries);
}

async function collectChild(visit: FolderVisit, child: Dirent, entries: ArchiveEntry[]): Promise<void> {
  const path = join(visit.path, child.name);
  const name = visit.prefix + child.name;
  const status = await (visit.resolveLinks ? stat(path) : lstat(path));
  if (visit.isIgnored(name, status.isDirectory())) return;
  if (status.isDirectory()) {
    entries.push({ kind: 'folder', path: name });
    await collectFolder({ ...visit, path, prefix: `${name}/` }, entries);
  } else if (status.isFile()) entries.push(await readEntry(path, name, status));
}

async function readEntry(path: string, name: string, { mode }: Stats): Promise<ArchiveEntry> {
  return { kind: 'file', path: name, isExecutable: (mode & 0o100) !== 0, content: await readFile(path) };
}
