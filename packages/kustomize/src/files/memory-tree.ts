import type { FileTree } from './file-tree.ts';
import { parentOf } from './join-path.ts';

/** A tree of texts or bytes by absolute path. The map is looked through at the start of each build: change it and build again. */
export function memoryTree(contents: ReadonlyMap<string, string | Uint8Array>): FileTree {
  return new MemoryTree(contents);
}

const encoder = new TextEncoder();

class MemoryTree implements FileTree {
  private readonly contents: ReadonlyMap<string, string | Uint8Array>;
  /** Names by folder; undefined until needed. */
  private folders: Map<string, Set<string>> | undefined;

  constructor(contents: ReadonlyMap<string, string | Uint8Array>) {
    this.contents = contents;
  }

  refresh(): void {
    this.folders = undefined;
  }

  readFile(path: string): Uint8Array | undefined {
    const content = this.contents.get(path);
    return typeof content === 'string' ? encoder.encode(content) : content;
  }

  isDirectory(path: string): boolean {
    return this.index().has(path);
  }

  list(path: string): readonly string[] | undefined {
    const names = this.index().get(path);
    return names === undefined ? undefined : [...names].sort();
  }

  resolve(path: string): string | undefined {
    return this.contents.has(path) || this.isDirectory(path) ? path : undefined;
  }

  /** A text is its own version; bytes are compared. */
  version(path: string): string | undefined {
    const content = this.contents.get(path);
    return typeof content === 'string' ? content : undefined;
  }

  private index(): Map<string, Set<string>> {
    this.folders ??= indexFolders(this.contents.keys());
    return this.folders;
  }
}

function indexFolders(paths: Iterable<string>): Map<string, Set<string>> {
  const folders = new Map<string, Set<string>>([['/', new Set()]]);
  for (const path of paths) {
    for (let child = path; child !== '/'; child = parentOf(child)) {
      const parent = parentOf(child);
      const names = folders.get(parent);
      const name = child.slice(child.lastIndexOf('/') + 1);
      if (names === undefined) folders.set(parent, new Set([name]));
      else names.add(name);
    }
  }
  return folders;
}
