/**
 * Where a build reads from. Paths are absolute inside the tree, with `/` between names and no `.` or `..` left: `/clusters/dev/kustomization.yaml`.
 * A tree is a root of its own: no path leads out of it. Reads are synchronous, since a build is one burst of small reads.
 */
export interface FileTree {
  /** The content, or undefined when there is no such file. */
  readFile(path: string): Uint8Array | undefined;
  isDirectory(path: string): boolean;
  /** Names in a directory, sorted; undefined when it is no directory. */
  list(path: string): readonly string[] | undefined;
  /**
   * The path with symbolic links followed; undefined when nothing is there or a link leads out of the tree.
   * Load restrictions are judged on this path.
   */
  resolve(path: string): string | undefined;
  /** A value that changes when the file changes (mtime and size, or a digest); undefined makes the engine compare contents. */
  version?(path: string): string | undefined;
  /** Forgets what the tree remembers of earlier looks; called at the start of a build. */
  refresh?(): void;
}
