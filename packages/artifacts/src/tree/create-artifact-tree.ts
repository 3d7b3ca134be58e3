import { hash } from 'node:crypto';
import type { ArchiveEntry } from '../archive/archive-entry.ts';
import { ArtifactError } from '../artifact-error.ts';
import type { ArtifactTree } from './artifact-tree.ts';

interface StoredFile {
  readonly content: Uint8Array;
  readonly isExecutable: boolean;
  version: string | undefined;
}

/** A tree of the entries of an archive. Throws `ArtifactError` `InvalidArchive` when a path is a file and a folder at once. */
export function createArtifactTree(entries: Iterable<ArchiveEntry>): ArtifactTree {
  const files = new Map<string, StoredFile>();
  const folders = new Map<string, Set<string>>([['/', new Set()]]);
  let sizeBytes = 0;
  for (const entry of entries) {
    const path = entry.path === '.' ? '/' : `/${entry.path}`;
    addFolders(folders, entry.kind === 'folder' ? path : parentOf(path));
    if (entry.kind === 'folder') continue;
    folders.get(parentOf(path))?.add(path.slice(path.lastIndexOf('/') + 1));
    sizeBytes += entry.content.length - (files.get(path)?.content.length ?? 0);
    files.set(path, { content: entry.content, isExecutable: entry.isExecutable, version: undefined });
  }
  for (const path of files.keys()) {
    if (folders.has(path)) throw new ArtifactError('InvalidArchive', `${path} is a file and a folder at once`);
  }
  const lists = new Map([...folders].map(([path, names]) => [path, [...names].sort()]));
  const paths = [...files.keys()].sort();
  return {
    readFile: (path) => files.get(path)?.content,
    isDirectory: (path) => lists.has(path),
    list: (path) => lists.get(path),
    resolve: (path) => (files.has(path) || lists.has(path) ? path : undefined),
    version(path) {
      const file = files.get(path);
      if (file !== undefined) file.version ??= hash('sha1', file.content);
      return file?.version;
    },
    isExecutable: (path) => files.get(path)?.isExecutable ?? false,
    files: () => paths,
    sizeBytes,
  };
}

function parentOf(path: string): string {
  return path.slice(0, path.lastIndexOf('/')) || '/';
}

/** Adds a folder and those above it. */
function addFolders(folders: Map<string, Set<string>>, path: string): void {
  if (folders.has(path)) return;
  folders.set(path, new Set());
  const parent = parentOf(path);
  addFolders(folders, parent);
  folders.get(parent)?.add(path.slice(path.lastIndexOf('/') + 1));
}
