import { posix } from 'node:path';
import type { FileTree, RemoteFolder } from '@flux19/kustomize';
import { readFolder } from '../build/read-folder.ts';
import { parseBaseAddress } from './base-address.ts';
import { RemoteBaseError, type RemoteBases } from './remote-bases.ts';

/** Most bases that one build may fetch. */
const maxBases = 64;

/** Remote bases of a build, by their addresses as written. */
export interface CollectedBases {
  readonly folders: ReadonlyMap<string, RemoteFolder>;
  /** Versions of all of them; changes when one of them does. */
  readonly version: string;
}

interface Visit {
  readonly tree: FileTree;
  readonly path: string;
  readonly kustomization: Readonly<Record<string, unknown>>;
}

/** Fetches every remote base that a kustomization reaches, through other folders and through other bases. Rejects with RemoteBaseError. */
export async function collectBases(root: Visit, bases: RemoteBases, signal: AbortSignal): Promise<CollectedBases> {
  const folders = new Map<string, RemoteFolder>();
  const versions: string[] = [];
  const visited = new Map<FileTree, Set<string>>([[root.tree, new Set([root.path])]]);
  const pending: Visit[] = [root];
  const follow = (tree: FileTree, path: string): void => {
    const seen = visited.get(tree) ?? new Set();
    visited.set(tree, seen);
    if (seen.has(path) || !tree.isDirectory(path)) return;
    seen.add(path);
    const kustomization = readFolder(tree, path);
    if (kustomization !== undefined) pending.push({ tree, path, kustomization });
  };
  for (let visit = pending.pop(); visit !== undefined; visit = pending.pop()) {
    for (const written of entriesOf(visit.kustomization)) {
      const address = parseBaseAddress(written);
      if (address === undefined) follow(visit.tree, posix.resolve('/', visit.path, written));
      else if (!folders.has(written)) {
        if (folders.size >= maxBases) throw new RemoteBaseError(`more than ${maxBases} remote bases`);
        const { folder, version } = await bases.fetch(address, signal);
        folders.set(written, folder);
        versions.push(`${written} ${version}`);
        follow(folder.files, folder.path);
      }
    }
  }
  return { folders, version: versions.join('\n') };
}

function entriesOf(kustomization: Readonly<Record<string, unknown>>): string[] {
  const entries = ['resources', 'components', 'bases'].flatMap((field) => kustomization[field]);
  return entries.filter((entry): entry is string => typeof entry === 'string');
}
