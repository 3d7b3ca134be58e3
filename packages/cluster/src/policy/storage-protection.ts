import type { KubeObject } from '@flux19/objects';
import type { ObjectKey } from '@flux19/runtime';
import { type ControlPlan, settled, updateObject } from '../control/action.ts';
import type { ClusterController, Observation } from '../control/controller.ts';
import { specOf } from '../workloads/workload-types.ts';

const claimFinalizer = 'kubernetes.io/pvc-protection';
const volumeFinalizer = 'kubernetes.io/pv-protection';

interface PodVolumes {
  readonly nodeName?: string;
  readonly volumes?: readonly {
    readonly name: string;
    readonly persistentVolumeClaim?: { readonly claimName: string };
    readonly ephemeral?: object;
  }[];
}

interface VolumeSpec {
  readonly claimRef?: { readonly namespace: string; readonly name: string; readonly uid?: string };
}

/** Lets a PersistentVolumeClaim go when no Pod uses it any more. */
export const claimProtectionController: ClusterController = {
  kind: 'PersistentVolumeClaim',
  component: 'pvc-protection-controller',
  watches: [{ kind: 'Pod', toKeys: claimsOf }],
  plan(claim, { view }: Observation) {
    const { namespace = '', name } = claim.metadata;
    const isUsed = () =>
      view.list('Pod', namespace).some((pod) => isPlaced(pod) && claimsOf(pod).some((one) => one.name === name));
    return release(claim, claimFinalizer, isUsed);
  },
};

/** Lets a PersistentVolume go when no claim is bound to it any more. */
export const volumeProtectionController: ClusterController = {
  kind: 'PersistentVolume',
  component: 'pv-protection-controller',
  watches: [
    {
      kind: 'PersistentVolumeClaim',
      toKeys: (claim) => {
        const { volumeName } = specOf<{ volumeName?: string }>(claim);
        return volumeName === undefined ? [] : [{ namespace: '', name: volumeName }];
      },
    },
  ],
  plan(volume, { view }: Observation) {
    const { claimRef } = specOf<VolumeSpec>(volume);
    const isUsed = () => {
      const claim = claimRef && view.get('PersistentVolumeClaim', claimRef.namespace, claimRef.name);
      return claim !== undefined && (claimRef?.uid === undefined || claim.metadata.uid === claimRef.uid);
    };
    return release(volume, volumeFinalizer, isUsed);
  },
};

function release(object: KubeObject, finalizer: string, isUsed: () => boolean): ControlPlan {
  const { metadata } = object;
  const { finalizers = [] } = metadata;
  if (metadata.deletionTimestamp === undefined || !finalizers.includes(finalizer) || isUsed()) return settled;
  const left = finalizers.filter((one) => one !== finalizer);
  return { actions: [updateObject({ ...object, metadata: { ...metadata, finalizers: left } })] };
}

/** Kubernetes: a Pod that no node has taken will not start once its claim is going. */
function isPlaced(pod: KubeObject): boolean {
  return specOf<PodVolumes>(pod).nodeName !== undefined;
}

function claimsOf(pod: KubeObject): ObjectKey[] {
  const { namespace = '', name } = pod.metadata;
  return (specOf<PodVolumes>(pod).volumes ?? []).flatMap((volume) => {
    if (volume.persistentVolumeClaim !== undefined)
      return [{ namespace, name: volume.persistentVolumeClaim.claimName }];
    return volume.ephemeral === undefined ? [] : [{ namespace, name: `${name}-${volume.name}` }];
  });
}
