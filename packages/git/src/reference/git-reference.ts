/** What to take from a repository. Precedence: commit, name, semver, tag, branch; without any of them the branch `master`. */
export interface GitReference {
  readonly branch?: string;
  readonly tag?: string;
  /** Range in Masterminds' notation. */
  readonly semver?: string;
  /** Full name: `refs/pull/7/head`. */
  readonly name?: string;
  readonly commit?: string;
}

/** A reference that a server advertises. */
export interface AdvertisedReference {
  readonly name: string;
  readonly hash: string;
  /** For an annotated tag: the commit it points to. */
  readonly peeled?: string;
}

/** Where a `GitReference` points at the moment. */
export interface ResolvedReference {
  /** Full hash. */
  readonly commit: string;
  /** `refs/heads/main`, `refs/tags/v1`; empty for a bare commit. */
  readonly reference: string;
  /** Hash of the annotated tag that led here. */
  readonly tag?: string;
  /** The commit was asked for by its hash; where the reference points to does not matter. */
  readonly isPinned?: boolean;
}
