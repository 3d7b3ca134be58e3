import type { Handler } from '@flux19/ports';

/** A way to an API server, credentials included. */
export interface KubeConnection {
  /** Base URL without a slash at its end. */
  readonly server: string;
  /** Sends requests with the connection's credentials. Follows no redirect, and refuses requests to another origin. */
  readonly fetch: Handler;
  /** Namespace of the context; `default` when it names none. */
  readonly namespace: string;
  /** Name of the context; empty in a cluster. */
  readonly context: string;
  /** Closes its sockets; requests under way fail. */
  close(): Promise<void>;
}
