import type { KubeObject } from '@flux19/objects';
import { specOf } from '../workloads/workload-types.ts';
import type { NodeSelectorTerm } from './node-selection.ts';
import type { Taint, Toleration } from './tolerations.ts';

interface PlacedContainer {
  readonly restartPolicy?: string;
  readonly ports?: readonly { readonly hostPort?: number; readonly protocol?: string; readonly hostIP?: string }[];
}

/** The parts of a Pod's spec that decide where it may run. */
export interface PlacedPodSpec {
  readonly nodeName?: string;
  readonly schedulerName?: string;
  readonly schedulingGates?: readonly object[];
  readonly preemptionPolicy?: string;
  readonly hostNetwork?: boolean;
  readonly tolerations?: readonly Toleration[];
  readonly nodeSelector?: Readonly<Record<string, string>>;
  readonly affinity?: {
    readonly nodeAffinity?: {
      readonly requiredDuringSchedulingIgnoredDuringExecution?: {
        readonly nodeSelectorTerms?: readonly NodeSelectorTerm[];
      };
    };
  };
  readonly containers: readonly PlacedContainer[];
  readonly initContainers?: readonly PlacedContainer[];
  readonly overhead?: Readonly<Record<string, string>>;
  readonly volumes?: readonly { readonly persistentVolumeClaim?: { readonly claimName: string } }[];
}

export interface NodeSpec {
  readonly unschedulable?: boolean;
  readonly taints?: readonly Taint[];
}

export function placedSpecOf(pod: KubeObject): PlacedPodSpec {
  return specOf<PlacedPodSpec>(pod);
}

export function taintsOf(node: KubeObject): readonly Taint[] {
  return specOf<NodeSpec | undefined>(node)?.taints ?? [];
}
