import { type IgnoreFilter, ignoreFileName, sourceIgnoreFilter } from '@flux19/artifacts';
import { type FileTree, generateKustomization } from '@flux19/kustomize';
import { printYaml } from '@flux19/yaml';

/**
 * A tree in which the kustomization of `folder` leaves out what its `.sourceignore` files and the patterns name.
 * Throws KustomizeError.
 */
export function localTree(files: FileTree, folder: string, patterns: readonly string[]): FileTree {
  const ignoreFiles = new Map<string, string>();
  collectIgnoreFiles(files, folder, '', ignoreFiles);
  const isIgnored =
    ignoreFiles.size === 0 && patterns.length === 0
      ? undefined
      : filterBelow(folder, sourceIgnoreFilter(ignoreFiles, patterns.join('\n')));
  const { kustomization, file } = generateKustomization(files, folder, { isIgnored });
  return withFile(files, file ?? `${prefixOf(folder)}kustomization.yaml`, printYaml(kustomization as never));
}

const decoder = new TextDecoder();
const encoder = new TextEncoder();

function prefixOf(folder: string): string {
  return folder === '/' ? '/' : `${folder}/`;
}

/** Paths of the result begin below `root`, as patterns do. */
function collectIgnoreFiles(files: FileTree, root: string, below: string, found: Map<string, string>): void {
  for (const name of files.list(`${prefixOf(root)}${below}`.replace(/(.)\/$/, '$1')) ?? []) {
    const path = `${prefixOf(root)}${below}${name}`;
    if (files.resolve(path) !== path) continue;
    if (files.isDirectory(path)) collectIgnoreFiles(files, root, `${below}${name}/`, found);
    else if (name === ignoreFileName) found.set(`${below}${name}`, decoder.decode(files.readFile(path)));
  }
}

function filterBelow(folder: string, isIgnored: IgnoreFilter): (path: string) => boolean {
  const prefix = prefixOf(folder);
  return (path) => path.startsWith(prefix) && isIgnored(path.slice(prefix.length), false);
}

function withFile(files: FileTree, path: string, text: string): FileTree {
  const content = encoder.encode(text);
  return {
    readFile: (asked) => (asked === path ? content : files.readFile(asked)),
    isDirectory: (asked) => files.isDirectory(asked),
    list: (asked) => files.list(asked),
    resolve: (asked) => (asked === path ? path : files.resolve(asked)),
    version: (asked) => (asked === path ? text : files.version?.(asked)),
    refresh: () => files.refresh?.(),
  };
}
