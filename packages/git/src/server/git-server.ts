import type { Handler } from '@flux19/ports';

/** What a request wants to do with a repository. */
export interface GitAccess {
  /** Path below the server's root, without slash in front: `fleet.git`. */
  readonly repository: string;
  readonly operation: 'read' | 'write';
  /** The `Authorization` header of the request. */
  readonly authorization: string | undefined;
}

/** Repositories of a folder over git's smart HTTP protocol. */
export interface GitServer {
  readonly fetch: Handler;
  /** Calls back after each push that was taken; returns what ends the subscription. */
  onPush(listener: (repository: string) => void): () => void;
}
