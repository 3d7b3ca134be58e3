import type { FileTree } from './file-tree.ts';

/** What is at a path. */
export interface Probe {
  readonly kind: 'missing' | 'folder' | 'file';
  /** The path with links followed; the path itself when nothing is there. */
  readonly real: string;
  /** Changes when the file changes; undefined when only its content tells. */
  readonly version: string | undefined;
}

/** The one way to the files of a build: what it looks at is remembered, so that a later build knows what it depends on. */
export interface FileAccess {
  probe(files: FileTree, path: string): Probe;
  /** The content of a file by its real path. */
  read(files: FileTree, path: string): Uint8Array | undefined;
}
