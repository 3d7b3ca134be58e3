import { lstatSync, readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, sep } from 'node:path';
import type { FileTree } from './file-tree.ts';

/**
 * The folder `root` of the disk as a tree: nothing outside of it can be read, also not through symbolic links.
 * `root` itself may be a link.
 */
export function diskTree(root: string): FileTree {
  const realRoot = realpathSync(root);
  const prefix = realRoot.endsWith(sep) ? realRoot : realRoot + sep;
  const contained = (path: string) => attempt(() => realpathSync(join(realRoot, path)));
  const inside = (path: string) => {
    const real = contained(path);
    return real !== undefined && (real === realRoot || real.startsWith(prefix)) ? real : undefined;
  };
  return {
    readFile(path) {
      const real = inside(path);
      if (real === undefined) return undefined;
      return attempt(() => (statSync(real).isFile() ? readFileSync(real) : undefined));
    },
    isDirectory(path) {
      const real = inside(path);
      return real !== undefined && attempt(() => statSync(real).isDirectory()) === true;
    },
    list(path) {
      const real = inside(path);
      return real === undefined ? undefined : attempt(() => readdirSync(real).sort());
    },
    resolve(path) {
      const real = inside(path);
      if (real === undefined) return undefined;
      return real === realRoot ? '/' : `/${real.slice(prefix.length).split(sep).join('/')}`;
    },
    version(path) {
      const real = inside(path);
      if (real === undefined) return undefined;
      const stat = attempt(() => lstatSync(real, { bigint: true }));
      return stat === undefined ? undefined : `${stat.mtimeNs}-${stat.size}-${stat.ino}`;
    },
  };
}

function attempt<Result>(action: () => Result): Result | undefined {
  try {
    return action();
  } catch {
    return undefined;
  }
}
