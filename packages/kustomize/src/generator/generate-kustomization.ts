import type { FileTree } from '../files/file-tree.ts';

/** What {@link generateKustomization} found. */
export interface GeneratedKustomization {
  /** The kustomization of the folder: its file's content, or one made up from the manifests found. */
  readonly kustomization: Readonly<Record<string, unknown>>;
  /** Path of the file; undefined when the folder has none. */
  readonly file: string | undefined;
}

/**
 * The kustomization of a folder as Flux takes it: its file when there is one, else a list of every `*.yaml` and `*.yml` below that
 * holds manifests, where a sub-folder with a kustomization of its own is one entry. An empty folder is legal. Throws KustomizeError.
 */
export function generateKustomization(_files: FileTree, _path: string): GeneratedKustomization {
  throw new Error('not yet');
}
