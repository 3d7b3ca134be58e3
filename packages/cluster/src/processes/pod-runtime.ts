import type { PodLogs, PodProcesses } from '@flux19/apiserver';
import type { KubeObject } from '@flux19/objects';

/** How one container of a Pod is doing. */
export type ContainerState =
  | { readonly kind: 'waiting'; readonly reason: string; readonly message?: string }
  | { readonly kind: 'running'; readonly startedAtMs: number; readonly isReady: boolean }
  | { readonly kind: 'ended'; readonly startedAtMs: number; readonly endedAtMs: number; readonly exitCode: number };

export interface RunningContainer {
  readonly name: string;
  readonly state: ContainerState;
  /** How the run before this one ended. */
  readonly last?: ContainerState & { readonly kind: 'ended' };
  readonly restarts: number;
}

/** How a Pod is doing. */
export interface PodState {
  /** Where its ports can be reached. */
  readonly address: string;
  /** In the order of the spec. */
  readonly containers: readonly RunningContainer[];
  /** Those that were added later, for debugging. */
  readonly ephemeral: readonly RunningContainer[];
}

/** Runs the containers of some Pods for real; the others are simulated. */
export interface PodRuntime {
  /** Whether this runtime runs the Pod. */
  takes(pod: KubeObject): boolean;
  /** Makes sure that the Pod runs, and tells how it is doing. `changed` is called whenever that becomes different. */
  run(pod: KubeObject, changed: () => void): PodState;
  /** Ends the Pod's processes, gently at first. Resolves when they are gone. */
  stop(pod: KubeObject): Promise<void>;
  /** Ends everything. */
  close(): Promise<void>;
  readonly logs: PodLogs;
  /** The processes of a Pod; undefined when this runtime does not run it. */
  processes(pod: KubeObject): PodProcesses | undefined;
}
