import type { KubeObject } from '@flux19/objects';
import type { Clock, Handler, UpgradeHandler } from '@flux19/ports';
import type { Authenticator } from '../access/authenticator.ts';
import type { Authorizer } from '../access/authorizer.ts';
import type { UserInfo } from '../access/user-info.ts';
import type { ExpressionWarning } from '../admission/policies/type-checking/policy-warnings.ts';
import type { FaultInjector } from '../faults/fault.ts';
import type { Storage, StorageState } from '../store/storage.ts';
import type { AdmissionPlugin } from './admission.ts';
import type { PathExtension } from './path-extension.ts';
import type { PodLogs } from './pod-logs.ts';
import type { PodProcessFinder } from './pod-processes.ts';
import type { WebhookClient } from './webhook-client.ts';

export interface ApiServerOptions {
  readonly clock: Clock;
  /** Without one, everything is forgotten when the server closes. */
  readonly storage?: Storage;
  /** Without one, only `ApiServer.as` and tokens of service accounts give access. */
  readonly authenticator?: Authenticator;
  /** Lets requests without credentials in as `system:anonymous`. Off by default. */
  readonly allowAnonymous?: boolean;
  /** `AlwaysAllow` is the default; `RBAC` enforces the stored roles and bindings. */
  readonly authorization?: 'AlwaysAllow' | 'RBAC' | Authorizer;
  /** Asked beside what kube-apiserver itself enforces: after what changes objects, before quotas. */
  readonly admission?: readonly AdmissionPlugin[];
  /**
   * Pods run as a service account that exists, and get its token, as where a controller makes the default account of every
   * namespace. Off by default: on its own, the server makes none.
   */
  readonly serviceAccounts?: boolean;
  /** Calls admission webhooks. Without it none can be asked, and their failure policies decide. */
  readonly webhookClient?: WebhookClient;
  /** Answers `pods/log`. Without it logs are empty. */
  readonly podLogs?: PodLogs;
  /** Finds the processes of pods for exec, attach, port-forward and proxy. Without it every pod counts as simulated. */
  readonly podProcesses?: PodProcessFinder;
  readonly faults?: FaultInjector;
  /** Told when the server starts anew, for listeners that have connections to break off. */
  readonly onRestart?: () => void;
  /** Paths that Kubernetes does not have. */
  readonly extensions?: readonly PathExtension[];
  /** How many events each resource keeps for watches to resume from; older resourceVersions get 410. Default 4096. */
  readonly eventHistory?: number;
  /** How often a quiet watch with allowWatchBookmarks gets a bookmark. Default 60 000. */
  readonly bookmarkIntervalMs?: number;
  /** Makes uids; `crypto.randomUUID` by default. */
  readonly newUid?: () => string;
  /** What /version says. Default `v1.37.2+flux19`. */
  readonly gitVersion?: string;
  /** Signs service-account tokens: a private key of `createTokenKey`. Without one a new key is made, and tokens do not outlive the server. */
  readonly tokenKey?: string;
}

/** The Kubernetes API as a function. */
export interface ApiServer {
  /** Answers HTTP requests; authenticates by `Authorization: Bearer`. */
  readonly fetch: Handler;
  /** Answers requests that ask for an upgrade, authenticated and authorised like all others: exec, attach and port-forward go on. */
  readonly upgrade: UpgradeHandler;
  /**
   * A handler that acts as the given user without asking for credentials: for controllers in this process, and for listeners
   * that have already established who calls (client certificates).
   */
  as(user: UserInfo): Handler;
  /** What in the expressions of a ValidatingAdmissionPolicy does not fit the kinds that it names. */
  policyWarnings(policy: KubeObject): readonly ExpressionWarning[];
  /** The revision of the latest write. */
  readonly revision: number;
  /** Everything that is stored, in storage form: for snapshots. */
  snapshot(): StorageState;
  /**
   * Makes what a snapshot holds the state of the server. Watches see the difference as they see every write, and revisions go on from the
   * higher of the two. Throws SnapshotError, before anything has changed, for a state that makes no sense.
   */
  restore(state: StorageState): void;
  /**
   * Acts as a server that is stopped and started again with all it had: ends every watch, gives no answer to requests that are under way, and
   * none to those of the next `downMs` milliseconds.
   */
  restart(downMs: number): void;
  /** Ends every watch. Requests after that are refused with 503. */
  close(): void;
}
