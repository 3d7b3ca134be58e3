import type { ApiServerOptions, PodLogs } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';
import type { Clock } from '@flux19/ports';
import type { Logger } from '@flux19/runtime';
import type { FaultRule } from './faults/fault-rule.ts';
import type { PodRuntime } from './processes/pod-runtime.ts';
import type { ClusterSnapshot } from './snapshot/cluster-snapshot.ts';

export interface ClusterOptions {
  /** What the cluster has to say about itself; nobody hears it when absent. */
  readonly log?: Logger;
  /** The machine's when absent. With a ManualClock, time stands still until `Cluster.advance`. */
  readonly clock?: Clock;
  /** Keeps the cluster across restarts. Without one, everything is forgotten when the cluster closes. */
  readonly dataFolder?: string;
  /** `AlwaysAllow` is the default: whoever has a token may do everything. */
  readonly authorization?: ApiServerOptions['authorization'];
  /** In force from the start; `Cluster.faults` takes more. */
  readonly faults?: readonly FaultRule[];
  /** The state to start from; what a data folder holds gives way to it. */
  readonly snapshot?: ClusterSnapshot;
  /** Manifests (YAML or JSON text) or objects that exist when the cluster has started. */
  readonly objects?: string | readonly KubeObject[];
  /** What the cluster says its version is, as `v1.34.2`. */
  readonly kubernetesVersion?: string;
  /** How many events each resource keeps for watches to resume from; what is older is answered by 410. Default 4096. */
  readonly eventHistory?: number;
  /** Runs Pods for real, where it takes them; the others are simulated. Closed with the cluster. */
  readonly podRuntime?: PodRuntime;
  /** Answers for the logs of Pods that somebody else speaks for; undefined for those of others. */
  readonly podLogs?: PodLogs;
}
