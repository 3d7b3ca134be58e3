import type { Artifact } from '../artifact.ts';

/**
 * The files of an artifact, read-only and in memory. It has the shape of the kustomize engine's `FileTree`:
 * paths are absolute inside the tree, `/` between names, no `.` or `..`, no trailing slash: `/apps/web/kustomization.yaml`; the root is `/`.
 */
export interface ArtifactTree {
  /** The content, or undefined when there is no such file. Callers must not change it: the tree is shared. */
  readFile(path: string): Uint8Array | undefined;
  isDirectory(path: string): boolean;
  /** Names in a folder, sorted; undefined when it is no folder. */
  list(path: string): readonly string[] | undefined;
  /** The path itself when something is there: a tree has no links. */
  resolve(path: string): string | undefined;
  /** Changes when the content does: identifies the file's bytes within the process. */
  version(path: string): string | undefined;
  /** True for a file that may be run. */
  isExecutable(path: string): boolean;
  /** Every file's path, sorted. */
  files(): readonly string[];
  /** Bytes of all files. */
  readonly sizeBytes: number;
}

/** Gives the files of an artifact: the store itself in its own process, a fetcher in others. Throws `ArtifactError`. */
export type ArtifactOpener = (artifact: Artifact, signal: AbortSignal) => Promise<ArtifactTree>;
