/** A file of a commit. Its content is read only when asked for. */
export interface GitFile {
  /** `/` between names, none in front. Never with `.`, `..` or `.git` in it. */
  readonly path: string;
  /** Hash of the content. */
  readonly hash: string;
  readonly isExecutable: boolean;
}

/** Another repository's commit in place of a folder. */
export interface GitSubmodule {
  readonly path: string;
  readonly commit: string;
}

/** What is in the tree of a commit besides folders. */
export interface GitListing {
  readonly files: readonly GitFile[];
  /** Symbolic links. They are never followed. */
  readonly links: readonly string[];
  /** Submodules whose files are not among `files`. */
  readonly submodules: readonly GitSubmodule[];
}
