import type { Handler } from '@flux19/ports';

/** What a request wants to do with a repository. */
export interface GitAccess {
  /** Path below the server's root, without slash in front: `fleet.git`. */
  readonly repository: string;
  readonly operation: 'read' | 'write';
  /** The `Authorization` header of the request. */
  readonly authorization: string | undefined;
}

/** `denied`: other credentials might do; `forbidden`: none would. */
export type GitVerdict = 'allowed' | 'denied' | 'forbidden';

/** Repositories over git's smart HTTP protocol. */
export interface GitServer {
  readonly fetch: Handler;
  /**
   * The folder of a repository for whoever may read it; undefined when there is none. For readers in the same process.
   * Throws `GitError` `AuthenticationFailed`.
   */
  locate(access: Omit<GitAccess, 'operation'>): Promise<string | undefined>;
  /** Calls back after each push that was taken; returns what ends the subscription. */
  onPush(listener: (repository: string) => void): () => void;
}

/** What a server offers and to whom. */
export interface GitServerOptions {
  /** Folders in which git is looked for: the value of PATH. */
  readonly searchPath: string;
  /** Exists and belongs to this process. */
  readonly temporaryFolder: string;
  /** The folder of a repository, undefined when there is none. Must not trust the name: it comes from the request. */
  readonly folderOf: (repository: string) => string | undefined;
  /** Asked before anything else happens; absent: everybody may read, nobody may write. */
  readonly authorize?: (access: GitAccess, signal: AbortSignal) => Promise<GitVerdict>;
  /** Bytes of a request after decompression; default 512 MiB. */
  readonly maximumRequestBytes?: number;
}
