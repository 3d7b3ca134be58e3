import type { FileTree } from './file-tree.ts';

/** A tree of texts or bytes by absolute path. The map is read at each call: change it and build again. */
export function memoryTree(contents: ReadonlyMap<string, string | Uint8Array>): FileTree {
  const encoder = new TextEncoder();
  const isDirectory = (path: string) => {
    const prefix = path === '/' ? '/' : `${path}/`;
    for (const name of contents.keys()) if (name.startsWith(prefix)) return true;
    return path === '/';
  };
  return {
    readFile(path) {
      const content = contents.get(path);
      return typeof content === 'string' ? encoder.encode(content) : content;
    },
    isDirectory,
    list(path) {
      const prefix = path === '/' ? '/' : `${path}/`;
      const names = new Set<string>();
      for (const name of contents.keys()) {
        if (name.startsWith(prefix)) names.add(name.slice(prefix.length).split('/', 1)[0] ?? '');
      }
      return isDirectory(path) ? [...names].sort() : undefined;
    },
    resolve: (path) => (contents.has(path) || isDirectory(path) ? path : undefined),
  };
}
