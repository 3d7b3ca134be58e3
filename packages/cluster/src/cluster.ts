import type { KubeClient } from '@flux19/kube';
import type { ClientName, Listener } from '@flux19/listener';
import type { Handler } from '@flux19/ports';
import type { FaultSwitchboard } from './faults/fault-switchboard.ts';
import type { ClusterSnapshot } from './snapshot/cluster-snapshot.ts';

/** A running Kubernetes cluster in this process. */
export interface Cluster {
  /** The Kubernetes API; authenticates by bearer token. */
  readonly fetch: Handler;
  /** A client with all rights that needs no port. */
  readonly client: KubeClient;
  /** Bearer token of the administrator. */
  readonly token: string;
  /** What goes wrong on purpose. */
  readonly faults: FaultSwitchboard;
  /** Serves the API over TLS on a loopback port (0, the default, is any). Closed with the cluster. */
  listen(port?: number): Promise<Listener>;
  /**
   * A kubeconfig at the port that the cluster listens on; it begins to listen on any port if it does not yet. For the administrator, who has a
   * token, or for a user of your choice, who gets a client certificate for a year.
   */
  kubeconfig(user?: ClientName): Promise<string>;
  /** The same, at a base URL. */
  kubeconfigFor(server: string, user?: ClientName): string;
  /** Everything that the cluster holds, as a value that can be kept as JSON. Holds its Secrets in the clear. */
  snapshot(): ClusterSnapshot;
  /**
   * Makes what a snapshot holds the state of the cluster. Watches see the difference as events, and resourceVersions go on from the higher of the
   * two. Rejects with SnapshotError, before anything has changed, for a snapshot that makes no sense.
   */
  restore(snapshot: ClusterSnapshot): Promise<void>;
  /** Acts as a server that is stopped and started again with all it had: connections and watches break, for `downMs` nobody answers. */
  restart(downMs?: number): void;
  /** Resolves when the cluster's controllers have nothing left to do now. Work that waits for its time to come does not count. */
  settle(): Promise<void>;
  /**
   * Moves the time of a cluster that was started with a ManualClock, in steps: after each, whatever was due is done. Resolves when the
   * controllers have come to rest. Rejects when the clock is none that can be moved.
   */
  advance(ms: number): Promise<void>;
  /** Stops the controllers, ends every watch, and closes the storage and the ports; what was answered is kept. */
  close(): Promise<void>;
  [Symbol.asyncDispose](): Promise<void>;
}
