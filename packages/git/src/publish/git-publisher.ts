import type { GitReference, ResolvedReference } from '../reference/git-reference.ts';
import type { GitRemote } from '../remote/git-remote.ts';
import type { GitCommit } from '../repository/commit.ts';
import type { GitFile, GitListing } from '../repository/git-files.ts';
import type { CommitSigner } from '../signature/commit-signer.ts';

/**
 * Commits to repositories of others and pushes, without a work tree. Methods throw `GitError`, or the signal's reason. Calls with one cache
 * name must not overlap.
 */
export interface GitPublisher {
  /** Asks the server where a reference points: nothing is stored. */
  resolve(remote: GitRemote, reference: GitReference, signal: AbortSignal): Promise<ResolvedReference>;
  /** Brings the commit that a new one goes on top of. */
  checkout(request: CheckoutRequest, signal: AbortSignal): Promise<WorkingBase>;
  /**
   * Commits changed files and pushes. Undefined when the files are as they were: then nothing is pushed. Throws `Rejected` when the branch
   * has moved since the checkout.
   */
  publish(base: WorkingBase, commit: CommitContent, push: PushTarget, signal: AbortSignal): Promise<string | undefined>;
  /** Forgets what was fetched for a cache name. */
  forget(cache: string): Promise<void>;
  /** Ends the processes that are kept for reading. */
  close(): void;
}

export interface CheckoutRequest {
  readonly remote: GitRemote;
  readonly reference: GitReference;
  /** The branch that will be pushed. Where it is another one than the reference's and exists, its head is what commits go on top of. */
  readonly branch: string;
  /** Names the local store: `<namespace>/<name>`. */
  readonly cache: string;
}

/** A commit to go on from. Valid until the next `checkout` or `forget` of its cache. */
export interface WorkingBase {
  readonly remote: GitRemote;
  readonly cache: string;
  readonly branch: string;
  /** What the reference pointed to. */
  readonly source: ResolvedReference;
  /** What a commit goes on top of. */
  readonly head: GitCommit;
  /** Whether the branch is on the server already. */
  readonly hasBranch: boolean;
  list(signal: AbortSignal): Promise<GitListing>;
  /** Contents in the order of the files. */
  read(files: readonly GitFile[], signal: AbortSignal): AsyncIterable<Uint8Array>;
}

export interface CommitContent {
  readonly message: string;
  readonly author: { readonly name: string; readonly email: string };
  /** Milliseconds since the Unix epoch. */
  readonly when: number;
  /** New contents of files that are there already, by path. */
  readonly changes: ReadonlyMap<string, string | Uint8Array>;
  readonly sign?: CommitSigner | undefined;
}

export interface PushTarget {
  /** Lets the refspec overwrite what is there. The branch itself is always led on from its head, so it has no need of force. */
  readonly isForced?: boolean;
  /** Options of the protocol, sent as `key=value`. */
  readonly options?: Readonly<Record<string, string>>;
  /** Pushed besides the branch: `refs/heads/main:refs/heads/auto`. */
  readonly refspec?: string;
}
