import type { GitReference, ResolvedReference } from './reference/git-reference.ts';
import type { GitRemote } from './remote/git-remote.ts';
import type { GitCommit, GitTag } from './repository/commit.ts';
import type { GitFile, GitListing } from './repository/git-files.ts';

/** Reads repositories of others. Every method throws `GitError`, or the signal's reason when that aborts. */
export interface GitClient {
  /** Asks the server where a reference points: one `ls-remote`, nothing is stored. */
  resolve(request: ResolveRequest, signal: AbortSignal): Promise<ResolvedReference>;
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

export interface ResolveRequest {
  readonly remote: GitRemote;
  readonly reference: GitReference;
  /** Whether the repository was read before: Flux words the failure accordingly. */
  readonly isKnown?: boolean;
}

export interface FetchRequest {
  readonly remote: GitRemote;
  readonly resolved: ResolvedReference;
  /** Names the local store; one object, one name: `<namespace>/<name>`. Two fetches with one name must not overlap. */
  readonly cache: string;
  /** Brings the commits of submodules as well, and those of theirs. */
  readonly recurseSubmodules?: boolean;
}

/** A commit whose files can be read. Valid until the next `fetch` or `forget` of its cache. */
export interface Checkout {
  readonly resolved: ResolvedReference;
  readonly commit: GitCommit;
  /** The annotated tag that led to the commit. */
  readonly tag?: GitTag;
  /** Files, with those of submodules when these were asked for; sorted by path. */
  list(signal: AbortSignal): Promise<GitListing>;
  /** Contents in the order of the files. Few are in memory at a time. */
  read(files: readonly GitFile[], signal: AbortSignal): AsyncIterable<Uint8Array>;
}
