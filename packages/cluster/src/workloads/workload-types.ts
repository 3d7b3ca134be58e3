import type { KubeObject } from '@flux19/objects';

// The parts of the workload kinds that the controllers look at. The API server has validated and defaulted them.

export interface PodTemplate {
  readonly metadata?: { readonly labels?: Record<string, string>; readonly annotations?: Record<string, string> };
  readonly spec: PodSpec;
}

export interface Container {
  readonly name: string;
  readonly image: string;
  readonly resources?: ContainerResources;
}

interface ContainerResources {
  readonly requests?: Readonly<Record<string, string>>;
  readonly limits?: Readonly<Record<string, string>>;
}

export interface PodSpec {
  readonly containers: readonly Container[];
  readonly initContainers?: readonly Container[];
  readonly ephemeralContainers?: readonly Container[];
  readonly nodeName?: string;
  readonly restartPolicy?: 'Always' | 'OnFailure' | 'Never';
  readonly hostNetwork?: boolean;
}

export interface ReplicaSetSpec {
  readonly replicas?: number;
  readonly minReadySeconds?: number;
  readonly selector: object;
  readonly template: PodTemplate;
}

export interface DeploymentSpec extends ReplicaSetSpec {
  readonly paused?: boolean;
  readonly revisionHistoryLimit?: number;
  readonly progressDeadlineSeconds?: number;
  readonly strategy?: {
    readonly type?: 'RollingUpdate' | 'Recreate';
    readonly rollingUpdate?: { readonly maxSurge?: number | string; readonly maxUnavailable?: number | string };
  };
}

export interface StatefulSetSpec extends ReplicaSetSpec {
  readonly serviceName?: string;
  readonly podManagementPolicy?: 'OrderedReady' | 'Parallel';
  readonly updateStrategy?: {
    readonly type?: 'RollingUpdate' | 'OnDelete';
    readonly rollingUpdate?: { readonly partition?: number };
  };
  readonly volumeClaimTemplates?: readonly {
    readonly metadata: { readonly name: string; readonly labels?: Record<string, string> };
    readonly spec: object;
  }[];
  readonly ordinals?: { readonly start?: number };
}

export interface DaemonSetSpec {
  readonly minReadySeconds?: number;
  readonly selector: object;
  readonly template: PodTemplate;
  readonly updateStrategy?: { readonly type?: 'RollingUpdate' | 'OnDelete' };
}

export interface JobSpec {
  readonly parallelism?: number;
  readonly completions?: number;
  readonly suspend?: boolean;
  readonly backoffLimit?: number;
  readonly ttlSecondsAfterFinished?: number;
  readonly template: PodTemplate;
}

export interface PodStatus {
  readonly phase?: 'Pending' | 'Running' | 'Succeeded' | 'Failed' | 'Unknown';
  readonly podIP?: string;
  readonly startTime?: string;
  readonly conditions?: readonly {
    readonly type: string;
    readonly status: string;
    readonly lastTransitionTime?: string;
  }[];
}

/** The spec of an object whose kind the caller knows. */
export function specOf<Spec>(object: KubeObject): Spec {
  return object['spec'] as Spec;
}

/** The status of an object whose kind the caller knows; empty when nothing has been reported yet. */
export function statusOf<Status extends object>(object: KubeObject): Partial<Status> {
  return (object['status'] ?? {}) as Partial<Status>;
}
