import { type BigIntStats, lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { sep } from 'node:path';
import type { FileTree } from './file-tree.ts';
import { parentOf } from './join-path.ts';

/** What is known of a path of the tree: nothing there, or its real path inside the tree. */
interface Entry {
  readonly path: string;
  readonly stats: BigIntStats;
}

/**
 * The folder `root` of the disk as a tree: nothing outside of it can be read, also not through symbolic links.
 * `root` itself may be a link. Looks are remembered until `refresh`.
 */
export function diskTree(root: string): FileTree {
  return new DiskTree(realpathSync.native(root));
}

class DiskTree implements FileTree {
  private readonly root: string;
  private entries = new Map<string, Entry | undefined>();

  constructor(root: string) {
    this.root = root.endsWith(sep) ? root.slice(0, -1) : root;
  }

  refresh(): void {
    this.entries = new Map();
  }

  readFile(path: string): Uint8Array | undefined {
    const entry = this.entry(path);
    return entry?.stats.isFile() === true ? attempt(() => readFileSync(this.root + entry.path)) : undefined;
  }

  isDirectory(path: string): boolean {
    return this.entry(path)?.stats.isDirectory() === true;
  }

  list(path: string): readonly string[] | undefined {
    const entry = this.entry(path);
    return entry === undefined ? undefined : attempt(() => readdirSync(`${this.root}${entry.path}`).sort());
  }

  resolve(path: string): string | undefined {
    return this.entry(path)?.path;
  }

  version(path: string): string | undefined {
    const stats = this.entry(path)?.stats;
    return stats === undefined ? undefined : `${stats.mtimeNs}-${stats.size}-${stats.ino}`;
  }

  private entry(path: string): Entry | undefined {
    if (this.entries.has(path)) return this.entries.get(path);
    const entry = path === '/' ? this.rootEntry() : this.look(path);
    this.entries.set(path, entry);
    return entry;
  }

  private rootEntry(): Entry | undefined {
    const stats = statSync(this.root === '' ? sep : this.root, { bigint: true, throwIfNoEntry: false });
    return stats === undefined ? undefined : { path: '/', stats };
  }

  /** Folders are looked at once, so that a file costs one call; links are followed by the system and judged by where they end. */
  private look(path: string): Entry | undefined {
    const parent = this.entry(parentOf(path));
    if (parent === undefined || !parent.stats.isDirectory()) return undefined;
    const inside = `${parent.path === '/' ? '' : parent.path}${path.slice(path.lastIndexOf('/'))}`;
    const stats = attempt(() => lstatSync(this.root + inside, { bigint: true, throwIfNoEntry: false }));
    if (stats === undefined) return undefined;
    return stats.isSymbolicLink() ? this.follow(inside) : { path: inside, stats };
  }

  private follow(inside: string): Entry | undefined {
    const real = attempt(() => realpathSync.native(this.root + inside));
    if (real === undefined || !(real === this.root || real.startsWith(`${this.root}${sep}`))) return undefined;
    const stats = attempt(() => statSync(real, { bigint: true }));
    return stats === undefined ? undefined : { path: real.slice(this.root.length) || '/', stats };
  }
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
