import type { KubeClient, SelectionOptions, SharedCaches, WorkloadIdentityRules } from '@flux19/kube';
import type { CloudCredentials, RegistryConnection, RegistryConnectionOptions, RepositoryName } from '@flux19/oci';
import type { Clock } from '@flux19/ports';
import type { ControllerDefinition, EventRecorder } from '@flux19/runtime';
import type { TagDatabase } from './database/tag-database.ts';

/** What the two controllers of images work with. */
export interface ImageReflectorOptions {
  readonly client: KubeClient;
  readonly caches: SharedCaches;
  readonly recorder: EventRecorder;
  readonly clock: Clock;
  /** 0 <= x < 1. */
  readonly random: () => number;
  /** Gives what reaches registries; the sockets of this process when absent. */
  readonly connect?: (options: RegistryConnectionOptions) => RegistryConnection;
  /** Credentials for `spec.provider`; without them such objects fail. */
  readonly cloudCredentials?: CloudCredentials;
  /** Which ServiceAccounts may stand for objects at clouds; none when absent. */
  readonly workloadIdentity?: WorkloadIdentityRules;
  /** Keeps what was scanned. Not closed by the controllers. */
  readonly database: TagDatabase;
  /** Passes at the same time, of each of the two. Flux: 4. */
  readonly concurrency?: number;
  /** Which objects this process looks after. */
  readonly selection?: SelectionOptions;
  /** `--no-cross-namespace-refs` */
  readonly noCrossNamespaceRefs?: boolean;
  /** How long a policy waits for tags, if nothing wakes it before. Flux: `--requeue-dependency`, 30 seconds. */
  readonly dependencyRequeueMs?: number;
}

/** The controllers of ImageRepository and ImagePolicy. */
export interface ImageReflectorController {
  /** To be added to one manager. */
  readonly definitions: readonly ControllerDefinition[];
  /** Scans every ImageRepository of this repository at once: for a registry in the same process, and for webhooks. */
  noticePush(repository: RepositoryName): void;
}
