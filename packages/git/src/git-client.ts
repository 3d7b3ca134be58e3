import type { GitReference, ResolvedReference } from './reference/git-reference.ts';
import type { GitRemote } from './remote/git-remote.ts';
import type { GitCommit, GitTag } from './repository/commit.ts';
import type { GitFile, GitListing } from './repository/git-files.ts';

/** Reads repositories of others. Every method throws `GitError`, or the signal's reason when that aborts. */
export interface GitClient {
  /** Asks the server where a reference points: one `ls-remote`, nothing is stored. */
  resolve(remote: GitRemote, reference: GitReference, signal: AbortSignal): Promise<ResolvedReference>;
  /**
   * Makes the commit that `resolve` found readable, fetching only what a former call for the same `cache` has not brought yet.
   * A branch that moved in between gives its new commit: use `resolved` of the answer.
   */
  fetch(request: FetchRequest, signal: AbortSignal): Promise<Checkout>;
  /** Forgets what was fetched for a cache name. */
  forget(cache: string): Promise<void>;
  /** Ends the processes that are kept for reading. */
  close(): void;
}

export interface FetchRequest {
  readonly remote: GitRemote;
  readonly resolved: ResolvedReference;
  /** Names the local store; one object, one name: `<namespace>/<name>`. Two fetches with one name must not overlap. */
  readonly cache: string;
}

/** A commit whose files can be read. Valid until the next `fetch` or `forget` of its cache. */
export interface Checkout {
  readonly resolved: ResolvedReference;
  readonly commit: GitCommit;
  /** The annotated tag that led to the commit. */
  readonly tag?: GitTag;
  list(signal: AbortSignal): Promise<GitListing>;
  /** Contents in the order of the files. */
  read(files: readonly GitFile[], signal: AbortSignal): Promise<readonly Uint8Array[]>;
}
